import { z } from 'zod';
import type { Clock } from '../../../lib/clock.ts';
import type { Logger } from '../../../lib/logger.ts';
import { BusyError } from '../../../lib/work-queue.ts';
import { ReasonCode } from '../../../mqtt/reason-codes.ts';
import { HttpService, type ServiceAnswer, ServiceError } from '../http-service/http-service.ts';
import { httpServiceFields } from '../http-service/http-service-settings.ts';
import { RequestTemplate } from '../http-service/request-template.ts';
import {
  type Authenticator,
  allow,
  BUSY,
  type Credentials,
  type Deny,
  IGNORE,
  type Judgement,
} from './authenticator.ts';
import { attributesField, readAcl, superuserField } from './client-facts.ts';

export const httpAuthenticatorSettings = z.strictObject({
  mechanism: z.literal('password_based'),
  backend: z.literal('http'),
  enable: z.boolean().default(true),
  ...httpServiceFields,
});

export type HttpAuthenticatorSettings = z.output<typeof httpAuthenticatorSettings>;

interface Parts {
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What may stand in `${…}`. */
const FACTS: ReadonlyMap<string, (credentials: Credentials) => string | undefined> = new Map<
  string,
  (credentials: Credentials) => string | undefined
>([
  ['clientid', ({ clientId }) => clientId],
  ['username', ({ username }) => username],
  ['password', ({ password }) => password?.toString('utf8')],
  ['peerhost', ({ peerHost }) => peerHost],
  ['cert_subject', ({ certificate }) => certificate?.subject],
  ['cert_common_name', ({ certificate }) => certificate?.commonName],
]);

const answer = z.object({
  result: z.enum(['allow', 'deny', 'ignore']),
  is_superuser: superuserField,
  client_attrs: attributesField,
  /** Unix seconds. */
  expire_at: z.coerce.number().int().min(0).optional(),
  acl: z.unknown().optional(),
});

const DENIED: Deny = { result: 'deny', reasonCode: ReasonCode.NotAuthorized };

/** Milliseconds between two lines of the log about a service that does not answer. */
const SILENCE = 10_000;

/** Asks a service over HTTP: 200 with `{"result": "allow" | "deny" | "ignore", …}`, or 204 for allow. */
export class HttpAuthenticator implements Authenticator {
  readonly #service: HttpService;
  readonly #template: RequestTemplate;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #complainedAt = Number.NEGATIVE_INFINITY;
  #unheard = 0;

  private constructor(template: RequestTemplate, service: HttpService, { clock, logger }: Parts) {
    this.#service = service;
    this.#template = template;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** @throws Error with a sentence */
  static async open(settings: HttpAuthenticatorSettings, parts: Parts): Promise<HttpAuthenticator> {
    const template = new RequestTemplate(settings, (name) => FACTS.has(name));
    return new HttpAuthenticator(template, await HttpService.open(settings), parts);
  }

  get status(): Authenticator['status'] {
    return this.#service.isReachable ? 'connected' : 'disconnected';
  }

  async check(credentials: Credentials): Promise<Judgement> {
    const facts = new Map([...FACTS].map(([name, read]) => [name, read(credentials)]));
    try {
      return this.#judge(await this.#service.ask(this.#template.fill(facts)), credentials);
    } catch (error) {
      if (error instanceof BusyError) return BUSY;
      // EMQX leaves the client to the next one, and so refuses it when there is none.
      if (error instanceof ServiceError) return this.#ignore(error.message);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#service.close();
  }

  #judge(response: ServiceAnswer, { clientId, username }: Credentials): Judgement {
    const identity = username ?? clientId;
    if (response.status === 204) return allow(identity);
    if (response.status !== 200) return this.#ignore(`the service answered with status ${response.status}`);
    const { data } = answer.safeParse(contentOf(response));
    if (!data) {
      return this.#ignore('the answer has no "result" of allow, deny or ignore, or another member is wrong');
    }
    if (data.result === 'ignore') return IGNORE;
    if (data.result === 'deny') return DENIED;
    const expiresAt = data.expire_at === undefined ? undefined : data.expire_at * 1000;
    if (expiresAt !== undefined && expiresAt <= this.#clock.now()) return DENIED;
    const acl = readAcl(data.acl);
    if (!acl.isReadable) {
      this.#complain('the acl of an answer cannot be read, and its client is refused');
      return DENIED;
    }
    return allow(identity, {
      isSuperuser: data.is_superuser,
      attributes: data.client_attrs,
      acl: acl.value,
      expiresAt,
    });
  }

  #ignore(reason: string): Judgement {
    this.#complain(reason);
    return IGNORE;
  }

  #complain(reason: string): void {
    this.#unheard++;
    const now = this.#clock.now();
    if (now - this.#complainedAt < SILENCE) return;
    this.#logger.warn(
      { reason, clients: this.#unheard },
      'the HTTP service gave no usable answer about clients',
    );
    this.#complainedAt = now;
    this.#unheard = 0;
  }
}

function contentOf({ contentType, text }: ServiceAnswer): unknown {
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
