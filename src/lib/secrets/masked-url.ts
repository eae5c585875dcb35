import { holdsReference } from './references.ts';
import { MASK, SECRET_PARAMETERS, SECRET_SEGMENTS, SECRET_USER_INFO } from './secret-patterns.ts';

/** What takes the place of a secret part. */
type Replace = (secret: string) => string;

const toMask: Replace = () => MASK;

/** A path or URL with its secret parts masked: `/cgi-bin/webhook/send?key=******`. */
export function maskPath(path: string): string {
  return replaceKnown(path, toMask);
}

/**
 * A URL with its secret parts masked: those whose shape is known, and what looks as if a machine had made it. The
 * addresses of webhooks are secrets, whoever answers there.
 */
export function maskUrl(url: string): string {
  return replaceSecrets(url, toMask);
}

/** The secret parts of a URL, in their order. */
export function secretsInUrl(url: string): string[] {
  const found: string[] = [];
  replaceSecrets(url, (secret) => {
    found.push(secret);
    return MASK;
  });
  return found;
}

function replaceSecrets(url: string, replace: Replace): string {
  return replaceGuessed(replaceKnown(url, replace), replace);
}

function replaceKnown(url: string, replace: Replace): string {
  if (!MAY_HOLD_ONE.test(url)) return url;
  const inPlace = (whole: string, before: string, secret: string): string =>
    isPlaceholder(secret) || secret === '' ? whole : before + replace(secret);
  return url
    .replace(SECRET_USER_INFO, inPlace)
    .replace(SECRET_PARAMETERS, inPlace)
    .replace(SECRET_SEGMENTS, inPlace);
}

/** A quick look for every request: a query, a user, or the beginning of a path that lets in. */
const MAY_HOLD_ONE = /[?&@]|\/(?:bot|services|workflows|triggers|api|webhookb2)/i;

/** Segments of the path and values of the query; the host is none of them. */
function replaceGuessed(url: string, replace: Replace): string {
  const [, origin = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)?(.*)$/is.exec(url) ?? [];
  return origin + rest.replace(/[^/?#&=]+/g, (part) => (isRandom(part) ? replace(part) : part));
}

/** A UUID, or long and mixed as no word is. */
function isRandom(part: string): boolean {
  if (!/^[\w.~%+-]{16,}$/.test(part)) return false;
  const digits = part.replace(/\D/g, '').length;
  return digits >= 3 || (digits >= 1 && /[a-z].*[a-z]/.test(part) && /[A-Z].*[A-Z]/.test(part));
}

/** What the template of an action fills in, or what lies elsewhere. */
function isPlaceholder(text: string): boolean {
  return /^(?:\$\{[^{}]*\})+$/.test(text) || holdsReference(text);
}
