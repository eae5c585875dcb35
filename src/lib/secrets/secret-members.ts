import { suggest } from '../suggest.ts';
import { maskPath, maskUrl, secretsInUrl } from './masked-url.ts';
import { MASK } from './secret-patterns.ts';

/** Names of members that hold a secret, whatever stands before: `bot_token`, `clientSecret`. */
const SECRET_NAME =
  /(?:password|passwd|passphrase|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|secret[-_]?key|signing[-_]?key|integration[-_]?key|authorization|credentials?|creds|cookie|jwt|nkey|seed)$/i;

/** A key of PagerDuty; in the parameters of an action it says where a message of RabbitMQ goes. */
const ROUTING_KEY = /^routing[-_]?key$/i;

const SECRET_HEADER =
  /authorization|cookie|secret|token|passw|api[-_]?key|auth|credential|signature|(?:^|[-_])key$/i;

/** Says which request this is, and nothing else. */
const OPEN_HEADERS: ReadonlySet<string> = new Set(['idempotency-key', 'sec-websocket-key']);

/** Members that hold a URL, or several with commas between. */
const URL_NAME =
  /(?:^|[-_])(?:url|urls|uri|dsn|endpoint|proxy|server|servers|host|hosts|address|webhook|connection_string)$/i;

const URL_TEXT = /^[a-z][a-z0-9+.-]*:\/\/\S+$/i;

/** Scheme of an `authorization` header, which may stand before what is filled in. */
const SCHEME = /^\s*(?:bearer|basic|token|apikey|key)?\s*$/i;

/**
 * How a text member of a JSON document is shown: as it is, with a part masked, or as `******`. What is not shown as it is
 * is a secret: it is stored sealed, and comes back as it was shown when it shall stay.
 * @param path names of the members around it, its own name last; the index in an array is a name
 */
export function maskMember(value: string, path: readonly string[]): string {
  if (value === '') return value;
  const name = path.at(-1) ?? '';
  if (isNamedSecret(value, name, path)) return MASK;
  if (name === 'path') return maskPath(value);
  return isUrl(value, name) ? maskUrl(value) : value;
}

/** The parts of it that nobody may see. */
export function secretsOfMember(value: string, path: readonly string[]): string[] {
  const name = path.at(-1) ?? '';
  if (value === '') return [];
  if (isNamedSecret(value, name, path)) return [value, ...afterScheme(value)];
  return name === 'path' || isUrl(value, name) ? secretsInUrl(value) : [];
}

export function isSecretHeader(name: string): boolean {
  let isSecret = judgedHeaders.get(name);
  if (isSecret === undefined) {
    isSecret = SECRET_HEADER.test(name) && !OPEN_HEADERS.has(name.toLowerCase());
    if (judgedHeaders.size >= MOST_JUDGED) judgedHeaders.clear();
    judgedHeaders.set(name, isSecret);
  }
  return isSecret;
}

/** Every request is looked at, and most have the same few headers. */
const judgedHeaders = new Map<string, boolean>();
const MOST_JUDGED = 1000;

function isNamedSecret(value: string, name: string, path: readonly string[]): boolean {
  if (value.includes('PRIVATE KEY-----')) return true;
  if (isFilledIn(value)) return false;
  if (isHeader(path)) return isSecretHeader(name);
  if (ROUTING_KEY.test(name)) return path[0] !== 'parameters';
  return SECRET_NAME.test(name);
}

function isHeader(path: readonly string[]): boolean {
  return /headers$/i.test(path.at(-2) ?? '');
}

/** Nothing but references, or what a template fills in. */
function isFilledIn(value: string): boolean {
  return value.includes('${') && SCHEME.test(value.replace(/\$\{[^{}]*\}/g, ''));
}

function isUrl(value: string, name: string): boolean {
  return URL_NAME.test(name) ? value.includes('/') || value.includes('@') : URL_TEXT.test(value);
}

/** `Bearer x` is told as `x` by many a vendor. */
function afterScheme(value: string): string[] {
  const [, credentials] = /^(?:bearer|basic|token|apikey|key)\s+(.+)$/i.exec(value) ?? [];
  return credentials === undefined ? [] : [credentials];
}

/** Whether a line of YAML or JSON has a member that nobody may see, be its name misspelt. */
export function holdsSecret(line: string): boolean {
  const [, name = '', value = ''] = /^\s*(?:- )?\s*["']?([\w.-]+)["']?\s*:\s*(.*)$/.exec(line) ?? [];
  return [[name, value], ...[...line.matchAll(INNER_MEMBER)].map((member) => member.slice(1))].some(
    ([called = '', written = '']) => {
      if (written !== '' && isNearlySecret(called)) return true;
      const bare = written.trim().replace(/^["']|["']$/g, '');
      return maskMember(bare, [called]) !== bare || maskMember(bare, ['text']) !== bare;
    },
  );
}

/** `pasword`, `client_secrt` */
function isNearlySecret(name: string): boolean {
  const last = name.split(/[-_.]/).at(-1) ?? '';
  return suggest(last, ['password', 'secret', 'token', 'passphrase']) !== undefined;
}

/** `{ username: dev, password: "…" }` */
const INNER_MEMBER = /[{,]\s*["']?([\w.-]+)["']?\s*:\s*("[^"]*"?|'[^']*'?|[^,}\]]*)/g;
