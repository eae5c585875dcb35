import type { Authenticator } from '../../../../src/api/contract.ts';
import type { AuthenticatorKind } from './authenticators.ts';

/** What the form holds; texts as they are typed. */
export interface AuthenticatorDraft {
  readonly kind: AuthenticatorKind;
  readonly userIdType: 'username' | 'clientid';
  readonly algorithm: string;
  readonly hash: 'sha256' | 'sha512';
  readonly iterations: string;
  readonly method: 'post' | 'get';
  readonly url: string;
  readonly headers: string;
  readonly body: string;
  readonly from: 'password' | 'username';
  readonly keys: 'secret' | 'publicKey' | 'jwks';
  readonly secret: string;
  readonly publicKey: string;
  readonly endpoint: string;
  readonly claims: string;
  /** Settings that the form does not ask for: they stay. */
  readonly others: Readonly<Record<string, unknown>>;
}

const BODY = { clientid: '${clientid}', username: '${username}', password: '${password}' };

export function newDraft(kind: AuthenticatorKind): AuthenticatorDraft {
  return {
    kind,
    userIdType: 'username',
    algorithm: 'argon2id',
    hash: 'sha256',
    iterations: '4096',
    method: 'post',
    url: '',
    headers: JSON.stringify({ 'content-type': 'application/json' }, null, 2),
    body: JSON.stringify(BODY, null, 2),
    from: 'password',
    keys: 'secret',
    secret: '',
    publicKey: '',
    endpoint: '',
    claims: '{}',
    others: {},
  };
}

export function draftOf(authenticator: Authenticator, kind: AuthenticatorKind): AuthenticatorDraft {
  const { id: _, ...settings } = authenticator as Record<string, unknown>;
  const start = newDraft(kind);
  const text = (name: string, fallback: string) =>
    settings[name] === undefined ? fallback : String(settings[name]);
  const json = (name: string, fallback: string) =>
    settings[name] === undefined ? fallback : JSON.stringify(settings[name], null, 2);
  const { name: algorithm = 'sha256' } = (settings.password_hash_algorithm ?? {}) as { name?: string };
  return {
    ...start,
    userIdType: text('user_id_type', 'username') as AuthenticatorDraft['userIdType'],
    algorithm,
    hash: text('algorithm', 'sha256') as AuthenticatorDraft['hash'],
    iterations: text('iteration_count', '4096'),
    method: text('method', 'post') as AuthenticatorDraft['method'],
    url: text('url', ''),
    headers: json('headers', start.headers),
    body: json('body', '{}'),
    from: text('from', 'password') as AuthenticatorDraft['from'],
    keys: settings.use_jwks === true ? 'jwks' : settings.algorithm === 'public-key' ? 'publicKey' : 'secret',
    secret: text('secret', ''),
    publicKey: text('public_key', ''),
    endpoint: text('endpoint', ''),
    claims: json('verify_claims', '{}'),
    others: settings,
  };
}

/** Whether what has to be a JSON object is one. */
export function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text === '' ? '{}' : text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

export function settingsOf(draft: AuthenticatorDraft): Record<string, unknown> {
  const { others } = draft;
  switch (draft.kind) {
    case 'password_based:built_in_database': {
      const before = (others.password_hash_algorithm ?? {}) as { name?: string };
      const isSame = before.name === draft.algorithm;
      return {
        ...others,
        mechanism: 'password_based',
        backend: 'built_in_database',
        user_id_type: draft.userIdType,
        password_hash_algorithm: isSame ? before : { name: draft.algorithm },
      };
    }
    case 'scram:built_in_database':
      return {
        ...others,
        mechanism: 'scram',
        backend: 'built_in_database',
        algorithm: draft.hash,
        iteration_count: Number(draft.iterations),
      };
    case 'password_based:http':
      return {
        ...others,
        mechanism: 'password_based',
        backend: 'http',
        method: draft.method,
        url: draft.url.trim(),
        headers: parse(draft.headers),
        body: parse(draft.body),
      };
    case 'jwt': {
      const { use_jwks: _u, algorithm: _a, secret: _s, public_key: _p, endpoint: _e, ...rest } = others;
      return {
        ...rest,
        mechanism: 'jwt',
        from: draft.from,
        verify_claims: parse(draft.claims),
        ...keysOf(draft),
      };
    }
  }
}

function keysOf({ keys, secret, publicKey, endpoint }: AuthenticatorDraft): Record<string, unknown> {
  if (keys === 'jwks') return { use_jwks: true, endpoint: endpoint.trim() };
  if (keys === 'publicKey') return { use_jwks: false, algorithm: 'public-key', public_key: publicKey };
  return { use_jwks: false, algorithm: 'hmac-based', secret };
}

function parse(text: string): unknown {
  return text.trim() === '' ? {} : JSON.parse(text);
}
