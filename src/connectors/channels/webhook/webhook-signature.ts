import { crypto } from '../../../lib/late-crypto.ts';

export type SignatureScheme = 'standard' | 'github' | 'grafana';

export interface Signed {
  /** One secret, or several with blanks between them while a secret is being replaced. */
  secret: string;
  id: string;
  /** Unix milliseconds, of this attempt. */
  now: number;
  body: string;
}

/**
 * `webhook-id`, `webhook-timestamp` and `webhook-signature` of the Standard Webhooks specification. The first two are
 * sent without a secret as well: they tell repeats apart.
 */
export function standardHeaders({ secret, id, now, body }: Signed): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const signatures = secretsIn(secret).map(
    (one) => `v1,${hmac(standardKey(one), `${id}.${timestamp}.${body}`, 'base64')}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    ...(signatures.length > 0 && { 'webhook-signature': signatures.join(' ') }),
  };
}

/** GitHub's header: hexadecimal HMAC of the body. With several secrets the first one signs. */
export function githubHeaders({ secret, body }: Pick<Signed, 'secret' | 'body'>): Record<string, string> {
  const [key] = secretsIn(secret);
  return key === undefined ? {} : { 'x-hub-signature-256': `sha256=${hmac(key, body, 'hex')}` };
}

/**
 * Grafana's header: hexadecimal HMAC of the body, or of `timestamp:body` when the time goes out in a header of its own.
 * With several secrets the first one signs.
 */
export function grafanaHeaders(
  { secret, now, body }: Pick<Signed, 'secret' | 'now' | 'body'>,
  timestampHeader: string | undefined,
): Record<string, string> {
  const [key] = secretsIn(secret);
  if (key === undefined) return {};
  const timestamp = String(Math.floor(now / 1000));
  const content = timestampHeader === undefined ? body : `${timestamp}:${body}`;
  return {
    'x-grafana-alerting-signature': hmac(key, content, 'hex'),
    ...(timestampHeader !== undefined && { [timestampHeader.toLowerCase()]: timestamp }),
  };
}

/** Why the secrets cannot sign, in words; undefined when they can. */
export function mistakeInSecret(secret: string): string | undefined {
  const [broken] = secretsIn(secret).filter(
    (one) => one.startsWith(PREFIX) && !isBase64(one.slice(PREFIX.length)),
  );
  return broken === undefined ? undefined : 'what follows whsec_ must be base64: copy the secret again';
}

const PREFIX = 'whsec_';

function secretsIn(secret: string): string[] {
  return secret.split(/\s+/).filter(Boolean);
}

/** `whsec_…` are bytes in base64; any other secret is its own bytes. */
function standardKey(secret: string): Buffer {
  return secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret);
}

function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text);
}

function hmac(key: string | Buffer, content: string, encoding: 'base64' | 'hex'): string {
  return crypto().createHmac('sha256', key).update(content).digest(encoding);
}
