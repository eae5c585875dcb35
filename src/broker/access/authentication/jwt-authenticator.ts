import type { JWTPayload } from 'jose';
import type { Clock } from '../../../lib/clock.ts';
import type { Logger } from '../../../lib/logger.ts';
import {
  type Authenticator,
  allow,
  type Credentials,
  FAILED,
  IGNORE,
  type Judgement,
  WRONG_PASSWORD,
} from './authenticator.ts';
import { attributesField, readAcl, superuserField } from './client-facts.ts';
import { type JwtKeys, KeysUnavailableError, openKeys } from './jwt-keys.ts';
import { claimsToVerify, type JwtSettings } from './jwt-settings.ts';

/** Of a token, in characters. */
const LONGEST_TOKEN = 8192;

const PLACEHOLDER = /\$\{(clientid|username)\}/g;

/** A client shows a JSON Web Token. What is none, or is signed by somebody else, is left to the next authenticator. */
export class JwtAuthenticator implements Authenticator {
  readonly #settings: JwtSettings;
  readonly #keys: JwtKeys;
  readonly #claims: readonly (readonly [name: string, value: string])[];
  readonly #clock: Clock;
  readonly #logger: Logger;

  private constructor(
    settings: JwtSettings,
    keys: JwtKeys,
    { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
  ) {
    this.#settings = settings;
    this.#keys = keys;
    this.#claims = claimsToVerify(settings);
    this.#clock = clock;
    this.#logger = logger;
  }

  /** @throws Error with a sentence for a key that cannot be used */
  static async open(
    settings: JwtSettings,
    parts: { readonly clock: Clock; readonly logger: Logger },
  ): Promise<JwtAuthenticator> {
    for (const [name, value] of claimsToVerify(settings)) {
      const unknown = value.replace(PLACEHOLDER, '').match(/\$\{[^}]*\}/)?.[0];
      if (unknown !== undefined) {
        throw new Error(`verify_claims.${name}: ${unknown} is not known: use \${clientid} or \${username}`);
      }
    }
    return new JwtAuthenticator(settings, await openKeys(settings, parts), parts);
  }

  get status(): Authenticator['status'] {
    return this.#keys.isReachable ? 'connected' : 'disconnected';
  }

  check(credentials: Credentials): Judgement | Promise<Judgement> {
    const token =
      this.#settings.from === 'username' ? credentials.username : credentials.password?.toString('utf8');
    // Three parts, of which the first is a JSON object: anything else is a password of somebody else's.
    if (token === undefined || token.length > LONGEST_TOKEN || !/^eyJ[\w-]*\.[\w-]+\.[\w-]+$/.test(token)) {
      return IGNORE;
    }
    return this.#verify(token, credentials);
  }

  async close(): Promise<void> {
    await this.#keys.close();
  }

  async #verify(token: string, credentials: Credentials): Promise<Judgement> {
    const { errors, jwtVerify } = await import('jose');
    const { key, algorithms } = this.#keys;
    const options = { algorithms: [...algorithms], currentDate: new Date(this.#clock.now()) };
    try {
      const { payload } =
        typeof key === 'function'
          ? await jwtVerify(token, key, options)
          : await jwtVerify(token, key, options);
      return this.#judge(payload, credentials);
    } catch (error) {
      if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed) {
        return WRONG_PASSWORD; // it is ours, and not good (any more)
      }
      if (error instanceof errors.JOSEError || error instanceof KeysUnavailableError) return IGNORE;
      this.#logger.error({ err: error }, 'a token could not be checked, the client is refused');
      return FAILED;
    }
  }

  #judge(payload: JWTPayload, credentials: Credentials): Judgement {
    for (const [name, wanted] of this.#claims) {
      if (!isClaim(payload[name], wanted, credentials)) return WRONG_PASSWORD;
    }
    const acl = readAcl(payload[this.#settings.acl_claim_name]);
    if (!acl.isReadable) {
      this.#logger.warn(
        { clientId: credentials.clientId },
        'the access list of a token cannot be read, the client is refused',
      );
      return WRONG_PASSWORD;
    }
    const { exp } = payload;
    const ends = exp !== undefined && this.#settings.disconnect_after_expire;
    return allow(this.#identity(payload, credentials), {
      isSuperuser: superuserField.parse(payload.is_superuser),
      attributes: attributesField.parse(payload.client_attrs),
      acl: acl.value,
      expiresAt: ends ? exp * 1000 : undefined,
    });
  }

  /** The subject, or what the claims tie the token to. Tokens that anybody may use prove no name. */
  #identity({ sub }: JWTPayload, { clientId, username }: Credentials): string | undefined {
    if (sub !== undefined) return sub;
    const isTiedTo = (name: string) => this.#claims.some(([, value]) => value.includes(`\${${name}}`));
    if (isTiedTo('clientid')) return clientId;
    return this.#settings.from === 'password' && isTiedTo('username') ? username : undefined;
  }
}

/** A claim that is missing, or a list that does not hold the value, is not it. */
function isClaim(claim: unknown, wanted: string, { clientId, username }: Credentials): boolean {
  if (username === undefined && wanted.includes('${username}')) return false;
  const value = wanted.replace(PLACEHOLDER, (_, name) => (name === 'clientid' ? clientId : (username ?? '')));
  if (Array.isArray(claim)) return claim.includes(value);
  return typeof claim === 'string' || typeof claim === 'number' || typeof claim === 'boolean'
    ? String(claim) === value
    : false;
}
