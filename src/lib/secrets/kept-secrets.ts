import { mapTexts } from '../secrets.ts';
import { secretsInUrl } from './masked-url.ts';
import { maskMember } from './secret-members.ts';
import { MASK } from './secret-patterns.ts';

/** A sentence for who sent settings: a secret in them cannot be kept as it was. */
export class KeptSecretError extends Error {
  override readonly name = 'KeptSecretError';
}

/**
 * The settings that somebody sent, with the stored secrets in place of what they saw of them: `******`, or a URL with
 * its masked part. A stored secret is never handed to another host than the one that it was given for, or who may change
 * settings could have it sent to himself.
 * @param stored undefined when nothing is stored under this name
 * @throws KeptSecretError when it is not known which secret is meant, or when it would go elsewhere
 */
export function keepSecrets(sent: unknown, stored: unknown): unknown {
  const kept: string[] = [];
  const document = restore(sent, stored, [], kept);
  if (kept.length > 0) refuseOtherHosts(document, stored, kept);
  return document;
}

function restore(sent: unknown, stored: unknown, path: readonly string[], kept: string[]): unknown {
  if (typeof sent === 'string') return restoreText(sent, stored, path, kept);
  if (Array.isArray(sent)) {
    const before = Array.isArray(stored) ? stored : [];
    return sent.map((item, index) => {
      const here = [...path, String(index)];
      return restore(item, counterpart(item, index, sent, before, path), here, kept);
    });
  }
  if (typeof sent !== 'object' || sent === null) return sent;
  return Object.fromEntries(
    Object.entries(sent).map(([name, member]) => [
      name,
      restore(member, memberOf(stored, name), [...path, name], kept),
    ]),
  );
}

function restoreText(text: string, stored: unknown, path: readonly string[], kept: string[]): string {
  if (!text.includes(MASK)) return text;
  if (typeof stored === 'string' && stored !== '') {
    const shown = maskMember(stored, path);
    if (shown !== stored) {
      if (shown !== text && !(text === MASK && secretsInUrl(stored).length > 0)) {
        const edited = inPlaceOf(text, stored);
        if (edited !== undefined) return edited;
      } else {
        if (!hasOrigin(stored)) kept.push(path.join('.'));
        return stored;
      }
    }
  }
  // In a description these signs are meant.
  if (text !== MASK && !hasOrigin(text) && maskMember(`${text}x`, path) === `${text}x`) return text;
  throw new KeptSecretError(
    `${path.join('.')}: ****** stands for a secret that is not stored here: enter it again`,
  );
}

/** A URL that was edited outside of its one masked part, and goes to the same host. */
function inPlaceOf(text: string, stored: string): string | undefined {
  const [secret, ...others] = secretsInUrl(stored);
  const parts = text.split(MASK);
  if (secret === undefined || others.length > 0 || parts.length !== 2) return undefined;
  if (!hasOrigin(stored) || originOf(stored) !== originOf(text)) return undefined;
  return parts.join(secret);
}

/**
 * Which stored item a sent one was: the one that looks the same, if only one does; else the one at its place, as long as
 * none was taken away, which would shift all behind it.
 */
function counterpart(
  item: unknown,
  index: number,
  sent: readonly unknown[],
  stored: readonly unknown[],
  path: readonly string[],
): unknown {
  const wanted = JSON.stringify(item);
  const shown = stored.map((one, at) => shownAt(one, [...path, String(at)]));
  const alike = stored.filter((_one, at) => shown[at] === wanted);
  if (alike.length === 1) return alike[0];
  if (alike.length > 1 && alike.every((one) => JSON.stringify(one) === JSON.stringify(alike[0]))) {
    return alike[0];
  }
  return sent.length >= stored.length ? stored[index] : undefined;
}

function shownAt(item: unknown, path: readonly string[]): string {
  return JSON.stringify(mapTexts(item, maskMember, path));
}

/** Names are compared without case, as header names are. */
function memberOf(document: unknown, name: string): unknown {
  if (typeof document !== 'object' || document === null) return undefined;
  if (Object.hasOwn(document, name)) return (document as Record<string, unknown>)[name];
  return Object.entries(document).find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1];
}

/** Members that say where a secret goes; of an action its connector does. */
const HOST_NAME =
  /(?:^|[-_])(?:url|uri|dsn|endpoint|proxy|server|servers|host|hosts|hostname|address|connector|bootstrap_hosts)$/i;

function refuseOtherHosts(document: unknown, stored: unknown, kept: readonly string[]): void {
  const known = new Set(hostsIn(stored).map(({ host }) => host));
  const other = hostsIn(document).find(({ host }) => !known.has(host));
  if (!other) return;
  throw new KeptSecretError(
    `${kept.join(', ')}: with ${other.path} the stored secret would go to ${other.host}, ` +
      'which it was not given for: enter it again instead of ******',
  );
}

function hostsIn(document: unknown): { path: string; host: string }[] {
  const found: { path: string; host: string }[] = [];
  mapTexts(document, (text, path) => {
    const name = path.findLast((one) => !/^\d+$/.test(one)) ?? '';
    if (!HOST_NAME.test(name) || text === '') return text;
    // Of a connector the type may stand before its name.
    const hosts = name === 'connector' ? [text.replace(/^.*:/, '')] : text.split(',').map(originOf);
    for (const host of hosts) found.push({ path: path.join('.'), host });
    return text;
  });
  return found;
}

function hasOrigin(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
}

/** Protocol, host and port of a URL; a server as it is. */
function originOf(text: string): string {
  const url = hasOrigin(text) ? URL.parse(text.trim()) : undefined;
  return url ? `${url.protocol}//${url.host}` : text.trim().toLowerCase();
}
