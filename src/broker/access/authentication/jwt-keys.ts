import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import type { FlattenedJWSInput, JSONWebKeySet, JWTHeaderParameters, JWTVerifyGetKey } from 'jose';
import { readBoundedFile } from '../../../lib/bounded-file.ts';
import type { Clock } from '../../../lib/clock.ts';
import { parseDuration } from '../../../lib/duration.ts';
import type { Logger } from '../../../lib/logger.ts';
import { HttpService } from '../http-service/http-service.ts';
import type { JwtSettings } from './jwt-settings.ts';

/** No key could be had: this says nothing about the token. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
}

/** The keys by which tokens are checked, and what they may be signed with. */
export interface JwtKeys {
  /** Fixed by the kind of key, never by the token. */
  readonly algorithms: readonly string[];
  readonly key: KeyObject | JWTVerifyGetKey;
  readonly isReachable: boolean;
  close(): Promise<void>;
}

/** Bytes of a file with a key or certificate. */
const LONGEST_KEY = 256 * 1024;

interface KeyParts {
  readonly clock: Clock;
  readonly logger: Logger;
}

/** @throws Error with a sentence for a key that cannot be used */
export async function openKeys(settings: JwtSettings, parts: KeyParts): Promise<JwtKeys> {
  if (settings.use_jwks) return await KeySet.open(settings, parts);
  const isHmac = settings.algorithm === 'hmac-based';
  const key = isHmac ? readSecret(settings) : await readPublicKey(settings.public_key ?? '');
  return {
    algorithms: isHmac ? ['HS256', 'HS384', 'HS512'] : algorithmsOf(key),
    key,
    isReachable: true,
    close: async () => {},
  };
}

function readSecret({ secret = '', secret_base64_encoded: isEncoded }: JwtSettings): KeyObject {
  if (isEncoded && !/^[A-Za-z0-9+/_-]+={0,2}$/.test(secret)) {
    throw new Error('secret: not base64, although secret_base64_encoded says so');
  }
  return createSecretKey(Buffer.from(secret, isEncoded ? 'base64' : 'utf8'));
}

async function readPublicKey(textOrPath: string): Promise<KeyObject> {
  const text = textOrPath.includes('-----BEGIN ')
    ? textOrPath
    : await readBoundedFile(textOrPath, LONGEST_KEY).catch((error: NodeJS.ErrnoException) => {
        throw new Error(
          `public_key: ${textOrPath} cannot be read (${error.code}): give a PEM text or the path of a file`,
        );
      });
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
    throw new Error('public_key: this is a private key, which nobody but the issuer of tokens should have');
  }
  let key: KeyObject;
  try {
    key = createPublicKey(text);
  } catch (error) {
    throw new Error(
      `public_key: not the PEM text of a public key or certificate: ${(error as Error).message}`,
    );
  }
  if (algorithmsOf(key).length === 0) {
    throw new Error(
      `public_key: a key of type ${key.asymmetricKeyType} signs no tokens: use RSA, EC or Ed25519`,
    );
  }
  return key;
}

const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};

function algorithmsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string[] {
  if (asymmetricKeyType === 'rsa') return ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
  if (asymmetricKeyType === 'ed25519') return ['EdDSA', 'Ed25519'];
  const curve = asymmetricKeyType === 'ec' ? CURVES[asymmetricKeyDetails?.namedCurve ?? ''] : undefined;
  return curve === undefined ? [] : [curve];
}

/** Milliseconds between two fetches that an unknown key id or a failure asks for. */
const COOL_DOWN = 30_000;

/** Keys from an endpoint, fetched when a token needs them. While it does not answer, the last good ones are used. */
class KeySet implements JwtKeys {
  readonly algorithms = [
    ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
    ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
  ];
  readonly key: JWTVerifyGetKey;
  readonly #settings: JwtSettings;
  readonly #parts: KeyParts;
  readonly #service: HttpService;
  readonly #target: string;
  readonly #refreshInterval: number;
  #keys: JWTVerifyGetKey | undefined = undefined;
  #fetching: Promise<void> | undefined = undefined;
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;

  private constructor(settings: JwtSettings, parts: KeyParts, service: HttpService) {
    this.#settings = settings;
    this.#parts = parts;
    this.#service = service;
    const { pathname, search } = new URL(settings.endpoint ?? '');
    this.#target = `${pathname}${search}`;
    const { refresh_interval: interval } = settings;
    this.#refreshInterval = typeof interval === 'number' ? interval * 1000 : (parseDuration(interval) ?? 0);
    this.key = async (header, token) => await this.#find(header, token);
  }

  static async open(settings: JwtSettings, parts: KeyParts): Promise<KeySet> {
    const service = await HttpService.open({
      url: settings.endpoint ?? '',
      connect_timeout: '5s',
      request_timeout: '5s',
      pool_size: settings.pool_size,
      max_inactive: '10s',
      ssl: settings.ssl,
    });
    return new KeySet(settings, parts, service);
  }

  get isReachable(): boolean {
    return this.#service.isReachable;
  }

  async close(): Promise<void> {
    await this.#service.close();
  }

  /** @throws KeysUnavailableError, or what jose says of a token that no key fits */
  async #find(
    header: JWTHeaderParameters,
    token: FlattenedJWSInput,
  ): Promise<Awaited<ReturnType<JWTVerifyGetKey>>> {
    const { clock } = this.#parts;
    if (!this.#keys) await this.#refresh();
    else if (clock.now() - this.#fetchedAt >= this.#refreshInterval) void this.#refresh();
    const { errors } = await import('jose');
    try {
      return await this.#current()(header, token);
    } catch (error) {
      // The issuer may have a new key since.
      if (!(error instanceof errors.JWKSNoMatchingKey) || clock.now() - this.#triedAt < COOL_DOWN)
        throw error;
      await this.#refresh();
      return await this.#current()(header, token);
    }
  }

  #current(): JWTVerifyGetKey {
    if (!this.#keys) throw new KeysUnavailableError('there are no keys to check tokens with');
    return this.#keys;
  }

  /** Never throws: without new keys the old ones stay. */
  #refresh(): Promise<void> {
    this.#fetching ??= this.#isCoolingDown() ? undefined : this.#fetch();
    return this.#fetching ?? Promise.resolve();
  }

  #isCoolingDown(): boolean {
    // Without any key, each second is tried.
    return this.#parts.clock.now() - this.#triedAt < (this.#keys ? COOL_DOWN : 1000);
  }

  async #fetch(): Promise<void> {
    const { clock, logger } = this.#parts;
    this.#triedAt = clock.now();
    try {
      const { createLocalJWKSet } = await import('jose');
      const { headers } = this.#settings;
      const answer = await this.#service.ask({ method: 'get', path: this.#target, headers, body: undefined });
      if (answer.status !== 200) throw new Error(`the endpoint answered with status ${answer.status}`);
      this.#keys = createLocalJWKSet(JSON.parse(answer.text) as JSONWebKeySet);
      this.#fetchedAt = clock.now();
    } catch (error) {
      logger.warn(
        { reason: (error as Error).message, hasKeys: this.#keys !== undefined },
        'the keys for tokens could not be fetched; the last good ones are used',
      );
    } finally {
      this.#fetching = undefined;
    }
  }
}
