import { z } from 'zod';
import type { Clock } from '../../../lib/clock.ts';
import type { Logger } from '../../../lib/logger.ts';
import { BusyError } from '../../../lib/work-queue.ts';
import { AccessError } from '../access-error.ts';
import { HttpService, type ServiceAnswer, ServiceError } from '../http-service/http-service.ts';
import { RequestTemplate, TemplateError } from '../http-service/request-template.ts';
import { type AccessRequest, type Subject, ZONE } from './access-request.ts';
import type { PublishScope } from './rule.ts';
import type { AuthorizationSource, Judgement } from './source.ts';
import type { HttpSourceSettings } from './source-settings.ts';

interface Parts {
  readonly clock: Clock;
  readonly logger: Logger;
}

type Fact = (subject: Subject, request: AccessRequest) => string | undefined;

/** What may stand in `${…}`, besides `client_attrs.name`. */
const FACTS: ReadonlyMap<string, Fact> = new Map<string, Fact>([
  ['clientid', ({ clientId }) => clientId],
  ['username', ({ username }) => username],
  ['peerhost', ({ peerHost }) => peerHost],
  ['proto_name', ({ protocolName }) => protocolName],
  ['mountpoint', () => undefined],
  ['listener', ({ listener }) => listener],
  ['zone', () => ZONE],
  ['cert_subject', ({ certificate }) => certificate?.subject],
  ['cert_common_name', ({ certificate }) => certificate?.commonName],
  ['topic', (_, { topic }) => topic],
  ['action', (_, { action }) => action],
  ['qos', (_, { qos }) => String(qos)],
  ['retain', (_, { retain }) => String(retain)],
]);
const ATTRIBUTE = 'client_attrs.';

const answer = z.object({ result: z.enum(['allow', 'deny', 'ignore']) });

/** Milliseconds between two lines of the log about a service that does not answer. */
const SILENCE = 10_000;

/**
 * Asks a service over HTTP: 200 with `{"result": "allow" | "deny" | "ignore"}`, 204 for allow. What it refuses to answer
 * (3xx, 4xx) is left to the next source, as EMQX does it. When it is not there, not in time, fails (5xx) or says what
 * nobody understands, the answer is no: EMQX would leave that to the next one too, which lets in whoever can stop it.
 */
export class HttpSource implements AuthorizationSource {
  readonly #settings: HttpSourceSettings;
  readonly #template: RequestTemplate;
  readonly #parts: Parts;
  /** Opened with the first question, which loads the HTTP client. */
  #service: Promise<HttpService> | undefined = undefined;
  #isReachable = true;
  #complainedAt = Number.NEGATIVE_INFINITY;
  #unheard = 0;

  /** @throws AccessError BAD_REQUEST */
  constructor(settings: HttpSourceSettings, parts: Parts) {
    this.#settings = settings;
    this.#parts = parts;
    try {
      this.#template = new RequestTemplate(settings, (name) => FACTS.has(name) || name.startsWith(ATTRIBUTE));
    } catch (error) {
      if (error instanceof TemplateError) throw new AccessError('BAD_REQUEST', error.message);
      throw error;
    }
  }

  /** Reads the certificates. @throws AccessError BAD_REQUEST */
  async prepare(): Promise<void> {
    try {
      await this.#open();
    } catch (error) {
      throw new AccessError('BAD_REQUEST', (error as Error).message);
    }
  }

  /** Whether the last question was answered. */
  get isConnected(): boolean {
    return this.#isReachable;
  }

  async judge(subject: Subject, request: AccessRequest): Promise<Judgement> {
    try {
      const service = await this.#open();
      const found = await service.ask(this.#template.fill(factsOf(subject, request)));
      this.#isReachable = true;
      return this.#judge(found);
    } catch (error) {
      if (error instanceof BusyError) return this.#fail('too many questions wait for the service');
      this.#isReachable = false;
      if (error instanceof ServiceError) return this.#fail(error.message);
      return this.#fail((error as Error).message);
    }
  }

  publishScope(): PublishScope {
    return 'judges';
  }

  async close(): Promise<void> {
    const service = await this.#service?.catch(() => undefined);
    await service?.close();
  }

  #open(): Promise<HttpService> {
    if (!this.#service) {
      const opening = HttpService.open(this.#settings);
      this.#service = opening;
      // A certificate that could not be read may be there at the next question.
      opening.catch(() => {
        this.#service = undefined;
      });
    }
    return this.#service;
  }

  #judge({ status, contentType, text }: ServiceAnswer): Judgement {
    if (status === 204) return { verdict: 'allow', detail: 'it answered with status 204' };
    if (status >= 500) return this.#fail(`it answered with status ${status}`);
    if (status !== 200) return { verdict: 'ignore', detail: `it answered with status ${status}` };
    const { data } = answer.safeParse(contentOf(contentType, text));
    if (!data) return this.#fail('its answer has no "result" of allow, deny or ignore');
    return { verdict: data.result, detail: `it answered ${data.result}` };
  }

  #fail(reason: string): Judgement {
    this.#unheard++;
    const { clock, logger } = this.#parts;
    const now = clock.now();
    if (now - this.#complainedAt >= SILENCE) {
      logger.warn(
        { reason, denied: this.#unheard },
        'the HTTP service of access rules gave no usable answer, so it was denied',
      );
      this.#complainedAt = now;
      this.#unheard = 0;
    }
    return { verdict: 'deny', detail: reason, isFailure: true };
  }
}

function factsOf(subject: Subject, request: AccessRequest): Map<string, string | undefined> {
  const facts = new Map<string, string | undefined>();
  for (const [name, read] of FACTS) facts.set(name, read(subject, request));
  for (const [name, value] of Object.entries(subject.attributes)) facts.set(`${ATTRIBUTE}${name}`, value);
  return facts;
}

function contentOf(contentType: string, text: string): unknown {
  if (contentType.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
