/** What stands in the place of a secret in every answer; sent back, it means "as it was". */
const REDACTED = '******';

const SECRET_NAMES = new Set([
  'access_token',
  'api_key',
  'authorization',
  'cookie',
  'password',
  'private_key',
  'proxy-authorization',
  'routing_key',
  'secret',
  'token',
  'x-api-key',
]);

/** Query parameters by which WeCom, DingTalk, Feishu and others let in. */
const SECRET_PARAMETERS = /([?&](?:access_token|api_?key|key|secret|sign|signature|token)=)[^&#]*/gi;

/** Where the path itself lets in: Feishu, Slack, Telegram, Discord. */
const SECRET_SEGMENTS =
  /(\/bot\/v2\/hook\/|\/services\/\w+\/\w+\/|\/bot\d+:|\/api\/webhooks\/\d+\/)[^/?#]+/gi;

/** The same JSON document with every secret as `******`. */
export function redact<Document>(document: Document): Document {
  return map(document, (secret) => (secret === '' ? secret : REDACTED)) as Document;
}

/** The same JSON document, with what its sender saw as `******` taken from the stored one. */
export function restoreSecrets(document: unknown, stored: unknown): unknown {
  return map(document, (secret, path) => (secret === REDACTED ? (find(stored, path) ?? secret) : secret));
}

/** A path for people to read: `/cgi-bin/webhook/send?key=******`. */
export function redactPath(path: string): string {
  return path.replace(SECRET_PARAMETERS, `$1${REDACTED}`).replace(SECRET_SEGMENTS, `$1${REDACTED}`);
}

function map(
  value: unknown,
  onSecret: (secret: string, path: readonly string[]) => string,
  path: readonly string[] = [],
): unknown {
  if (Array.isArray(value)) return value.map((item, index) => map(item, onSecret, [...path, String(index)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const here = [...path, name];
      return [name, isSecret(name, member) ? onSecret(member, here) : map(member, onSecret, here)];
    }),
  );
}

function isSecret(name: string, member: unknown): member is string {
  if (typeof member !== 'string') return false;
  return (
    SECRET_NAMES.has(name.toLowerCase()) || member.includes('PRIVATE KEY-----') || isKeyFile(name, member)
  );
}

/** A key that was pasted is shown as `******`; under this name it is a secret when it comes back. */
function isKeyFile(name: string, member: string): boolean {
  return name === 'keyfile' && member === REDACTED;
}

/** Names are compared without case, as header names are. */
function find(document: unknown, path: readonly string[]): string | undefined {
  let value = document;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    const entry = Object.entries(value).find(([known]) => known.toLowerCase() === name.toLowerCase());
    value = entry?.[1];
  }
  return typeof value === 'string' ? value : undefined;
}
