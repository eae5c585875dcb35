import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import type { Clock } from '../../../lib/clock.ts';
import { WorkQueue } from '../../../lib/work-queue.ts';
import { type Claims, claimAt } from './claims.ts';
import type { OidcSettings } from './oidc-settings.ts';
import { challengeOf, type PendingSignIn } from './pending-sign-in.ts';
import { type ProviderMetadata, readMetadata } from './provider-metadata.ts';

/** Signed with the provider's private key: `none`, and whatever a client secret signs, are no proof. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const REMEMBERED = 60 * 60_000;
/** Milliseconds between two looks at the keys that an unknown one asks for. */
const COOL_DOWN = 30_000;
const TIMEOUT = 10_000;
/** Seconds that clocks may differ, and that a token may be old. */
const CLOCK_TOLERANCE = 60;
const OLDEST_TOKEN = 600;
const CONCURRENCY = 4;
const QUEUE_LENGTH = 32;

/** Asks the provider, under the rules for outbound requests. Answers with what is not 2xx too. @throws Error with a sentence */
export type AskProvider = (request: {
  url: string;
  method: 'GET' | 'POST';
  timeout: number;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  cacertfile: string | undefined;
}) => Promise<{ status: number; text: string }>;

/** The provider, or what came back from it, is not as it has to be. The message is for the log. */
export class OidcError extends Error {
  override readonly name = 'OidcError';
}

/** A provider of OpenID Connect: authorization code flow with PKCE. */
export class OidcProvider {
  readonly #settings: OidcSettings;
  readonly #ask: AskProvider;
  readonly #clock: Clock;
  readonly #queue = new WorkQueue(CONCURRENCY, QUEUE_LENGTH);
  #metadata: { readonly value: ProviderMetadata; readonly until: number } | undefined;
  #keys: { readonly find: JWTVerifyGetKey; readonly at: number } | undefined;

  constructor(settings: OidcSettings, ask: AskProvider, clock: Clock) {
    this.#settings = settings;
    this.#ask = ask;
    this.#clock = clock;
  }

  get redirectUri(): string {
    return `${this.#settings.dashboardAddress}/api/v5/sso/oidc/callback`;
  }

  /** Where to send the browser. @throws OidcError, BusyError */
  async authorizationUrl({ state, nonce, verifier }: PendingSignIn): Promise<string> {
    const { authorization_endpoint: endpoint } = await this.#queue.run(() => this.#describe());
    const url = new URL(endpoint);
    for (const [name, value] of Object.entries({
      response_type: 'code',
      client_id: this.#settings.clientId,
      redirect_uri: this.redirectUri,
      scope: this.#settings.scopes.join(' '),
      state,
      nonce,
      code_challenge: challengeOf(verifier),
      code_challenge_method: 'S256',
    }))
      url.searchParams.set(name, value);
    return url.href;
  }

  /** Who signed in. @throws OidcError, BusyError */
  claimsOf(code: string, pending: PendingSignIn): Promise<Claims> {
    return this.#queue.run(() => this.#exchange(code, pending));
  }

  /** Where signing out goes on; undefined: nowhere. @throws OidcError, BusyError */
  async signOutUrl(): Promise<string | undefined> {
    const { end_session_endpoint: endpoint } = await this.#queue.run(() => this.#describe());
    if (endpoint === undefined) return undefined;
    const url = new URL(endpoint);
    url.searchParams.set('client_id', this.#settings.clientId);
    url.searchParams.set('post_logout_redirect_uri', `${this.#settings.dashboardAddress}/login`);
    return url.href;
  }

  async #exchange(code: string, { nonce, verifier }: PendingSignIn): Promise<Claims> {
    const metadata = await this.#describe();
    const { clientId } = this.#settings;
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.redirectUri,
      code_verifier: verifier,
    });
    const secret = this.#secret();
    const headers: Record<string, string> = {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    };
    const isBasic = metadata.token_endpoint_auth_methods_supported.includes('client_secret_basic');
    if (secret === undefined) form.set('client_id', clientId);
    else if (isBasic) headers.authorization = basic(clientId, secret);
    else {
      form.set('client_id', clientId);
      form.set('client_secret', secret);
    }
    const answer = await this.#json(metadata.token_endpoint, { headers, body: form.toString() });
    const { id_token: token, access_token: access } = answer as {
      id_token?: unknown;
      access_token?: unknown;
    };
    if (typeof token !== 'string') throw new OidcError('the provider answered without an id_token');
    const claims = await this.#verify(token, metadata, nonce);
    return await this.#completed(claims, metadata, access);
  }

  /** OpenID Connect Core 1.0 §3.1.3.7. */
  async #verify(token: string, metadata: ProviderMetadata, nonce: string): Promise<Claims> {
    const { jwtVerify, errors } = await import('jose');
    const { clientId: audience } = this.#settings;
    const check = async () =>
      jwtVerify(token, await this.#find(metadata), {
        issuer: metadata.issuer,
        audience,
        algorithms: ALGORITHMS,
        currentDate: new Date(this.#clock.now()),
        clockTolerance: CLOCK_TOLERANCE,
        maxTokenAge: OLDEST_TOKEN,
        requiredClaims: ['exp', 'iat', 'sub'],
      });
    try {
      const { payload } = await check().catch(async (error: unknown) => {
        // The provider may have a new key since.
        const isOld = this.#clock.now() - (this.#keys?.at ?? 0) >= COOL_DOWN;
        if (!(error instanceof errors.JWKSNoMatchingKey) || !isOld) throw error;
        this.#keys = undefined;
        return await check();
      });
      if (payload.nonce !== nonce)
        throw new OidcError('the id_token is of another sign-in: its nonce differs');
      const { azp } = payload;
      if ((azp !== undefined || (Array.isArray(payload.aud) && payload.aud.length > 1)) && azp !== audience)
        throw new OidcError('the id_token is for another client');
      return payload;
    } catch (error) {
      if (error instanceof OidcError) throw error;
      throw new OidcError(`the id_token is not good: ${(error as Error).message}`);
    }
  }

  /** Many providers tell names and groups only when asked for them. */
  async #completed(claims: Claims, metadata: ProviderMetadata, access: unknown): Promise<Claims> {
    const { nameClaim, roles } = this.#settings;
    const isComplete = [nameClaim, roles.claim].every((name) => claimAt(claims, name) !== undefined);
    const { userinfo_endpoint: endpoint } = metadata;
    if (isComplete || endpoint === undefined || typeof access !== 'string') return claims;
    const headers = { authorization: `Bearer ${access}`, accept: 'application/json' };
    const more = (await this.#json(endpoint, { headers })) as Claims;
    // §5.3.2: else it could be about somebody else.
    if (more.sub !== claims.sub) throw new OidcError('userinfo is about somebody else than the id_token');
    return { ...more, ...claims };
  }

  async #describe(): Promise<ProviderMetadata> {
    const known = this.#metadata;
    if (known && this.#clock.now() < known.until) return known.value;
    const { issuer } = this.#settings;
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const { status, text } = await this.#send(url, {});
    if (status !== 200) throw new OidcError(`${url} answered with status ${status}`);
    let value: ProviderMetadata;
    try {
      value = readMetadata(text, issuer);
    } catch (error) {
      throw new OidcError((error as Error).message);
    }
    this.#metadata = { value, until: this.#clock.now() + REMEMBERED };
    return value;
  }

  async #find(metadata: ProviderMetadata): Promise<JWTVerifyGetKey> {
    const known = this.#keys;
    if (known && this.#clock.now() - known.at < REMEMBERED) return known.find;
    const { createLocalJWKSet } = await import('jose');
    const find = createLocalJWKSet((await this.#json(metadata.jwks_uri, {})) as JSONWebKeySet);
    this.#keys = { find, at: this.#clock.now() };
    return find;
  }

  /** @param body undefined: GET */
  async #json(
    url: string,
    { headers = {}, body }: { headers?: Readonly<Record<string, string>>; body?: string },
  ): Promise<object> {
    const { status, text } = await this.#send(url, { headers, ...(body !== undefined && { body }) });
    let answer: unknown;
    try {
      answer = JSON.parse(text);
    } catch {
      throw new OidcError(`${pathOf(url)} answered with status ${status} and no JSON`);
    }
    if (status === 200 && typeof answer === 'object' && answer !== null) return answer;
    const { error } = (answer ?? {}) as { error?: unknown };
    throw new OidcError(
      `${pathOf(url)} answered with status ${status}${typeof error === 'string' ? `: ${error.slice(0, 100)}` : ''}`,
    );
  }

  async #send(
    url: string,
    request: { headers?: Readonly<Record<string, string>>; body?: string },
  ): Promise<{ status: number; text: string }> {
    const method = request.body === undefined ? 'GET' : 'POST';
    const { cacertfile } = this.#settings;
    try {
      return await this.#ask({ url, method, timeout: TIMEOUT, cacertfile, ...request });
    } catch (error) {
      throw new OidcError((error as Error).message);
    }
  }

  #secret(): string | undefined {
    try {
      return this.#settings.secret();
    } catch (error) {
      throw new OidcError((error as Error).message);
    }
  }
}

/** RFC 6749 §2.3.1: both encoded before they are joined. */
function basic(id: string, secret: string): string {
  const encode = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);
  return `Basic ${Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64')}`;
}

/** Without the query. */
function pathOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
