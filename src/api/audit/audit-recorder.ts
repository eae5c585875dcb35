import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../lib/clock.ts';
import type { ApiApp } from '../api-app.ts';
import { shownName } from '../authentication/principal.ts';
import { rights } from '../authentication/rights.ts';
import { bodyForAudit, maskedForAudit } from './audit-masking.ts';
import type { AuditOrigin, AuditRecord, AuditShelf } from './audit-record.ts';
import { type AuditedCall, auditedCall } from './audited-calls.ts';
import { changesBetween } from './object-changes.ts';

interface RecorderParts {
  readonly shelf: AuditShelf;
  readonly clock: Clock;
}

/** What is known of a call on its way. */
interface Watched {
  readonly call: AuditedCall;
  readonly before: unknown;
}

/** Characters of an answer that is kept to tell what was made. */
const LONGEST_ANSWER = 1_000_000;
const SIGN_INS: ReadonlySet<string> = new Set(['/login', '/session', '/setup']);
const SIGN_IN_BY_GET = '/api/v5/sso/oidc/callback';
const SHOWN_HEADERS = ['user-agent', 'content-type', 'accept-language'];

/**
 * Writes down every call that changes something. What it changed is the difference between what GET answers before and
 * after, asked as who called: so everything that can be read is compared, with its secrets masked, and nobody's rights widened.
 */
export class AuditRecorder {
  readonly #parts: RecorderParts;
  /** By route, as far as they were asked for; null: not recorded. */
  readonly #calls = new Map<string, AuditedCall | null>();
  readonly #watched = new WeakMap<FastifyRequest, Watched>();
  readonly #answers = new WeakMap<FastifyRequest, string>();
  readonly #running = new Set<Promise<void>>();
  #app: ApiApp | undefined;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  /** Before any route is added. */
  attach(app: ApiApp): void {
    this.#app = app;
    app.addHook('preHandler', async (request) => {
      const call = this.#callOf(request);
      if (call) this.#watched.set(request, { call, before: await this.#state(request, call) });
    });
    app.addHook('onSend', async (request, _reply, payload) => {
      if (typeof payload !== 'string' || payload.length > LONGEST_ANSWER || !this.#callOf(request)) return;
      this.#answers.set(request, payload);
    });
    app.addHook('onResponse', async (request, reply) => {
      const call = this.#callOf(request);
      if (!call) return;
      // Whoever is nobody changes nothing; failed sign-ins are told, and slowed down elsewhere.
      if (reply.statusCode === 401 && !SIGN_INS.has(call.operationId)) return;
      const running = this.#write(request, reply, call);
      this.#running.add(running);
      await running.finally(() => this.#running.delete(running));
    });
  }

  /** When all that was answered is written down. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  #callOf({ method, routeOptions: { url = '' } }: FastifyRequest): AuditedCall | undefined {
    if (method === 'GET' && url !== SIGN_IN_BY_GET) return undefined;
    const name = `${method} ${url}`;
    const known = this.#calls.get(name);
    if (known !== undefined) return known ?? undefined;
    const withFrequent = !this.#parts.shelf.leavesOutFrequent;
    const call = auditedCall(method, url, { isReadable: (path) => `GET ${path}` in rights, withFrequent });
    this.#calls.set(name, call ?? null);
    return call;
  }

  async #write(request: FastifyRequest, reply: FastifyReply, call: AuditedCall): Promise<void> {
    const watched = this.#watched.get(request);
    const isDone = reply.statusCode < 400 && request.signInFailure === undefined;
    const answer = parsed(this.#answers.get(request));
    const { changes, more } = isDone
      ? changesBetween(watched?.before, await this.#outcome(request, call, answer), call.operationType)
      : { changes: [], more: 0 };
    const record: AuditRecord = {
      at: this.#parts.clock.now(),
      from: originOf(request),
      source: sourceOf(request),
      sourceIp: request.ip,
      operationId: call.operationId,
      operationType: call.operationType,
      result: isDone ? 'success' : 'failure',
      status: reply.statusCode,
      method: request.method.toLowerCase() as AuditRecord['method'],
      durationMs: Math.round(reply.elapsedTime),
      details: {
        bindings: maskedForAudit(request.params ?? {}) as Record<string, string>,
        body: bodyForAudit(request.body),
        headers: headersOf(request),
        failure: isDone ? '' : (request.signInFailure ?? failureOf(answer)),
        changes,
        moreChanges: more,
      },
    };
    this.#parts.shelf.add(record);
  }

  /** What there is now: the object, what the answer says was made, or what was sent. */
  async #outcome(request: FastifyRequest, call: AuditedCall, answer: unknown): Promise<unknown> {
    if (call.objectSegments !== undefined) return this.#state(request, call);
    if (request.method !== 'POST' || SIGN_INS.has(call.operationId)) return undefined;
    const made = typeof answer === 'object' && answer !== null ? maskedForAudit(answer) : undefined;
    return made ?? bodyForAudit(request.body) ?? undefined;
  }

  async #state(request: FastifyRequest, { objectSegments }: AuditedCall): Promise<unknown> {
    if (objectSegments === undefined) return undefined;
    const [path = ''] = request.url.split('?', 1);
    const { authorization, cookie } = request.headers;
    const response = await this.#app?.inject({
      method: 'GET',
      url: path.split('/').slice(0, objectSegments).join('/'),
      remoteAddress: request.ip,
      headers: { ...(authorization && { authorization }), ...(cookie && { cookie }) },
    });
    return response?.statusCode === 200 ? maskedForAudit(parsed(response.body)) : undefined;
  }
}

function originOf({ principal, headers }: FastifyRequest): AuditOrigin {
  if (/^tocsin-cli\b/.test(headers['user-agent'] ?? '')) return 'cli';
  return principal?.kind === 'apiKey' || (!principal && headers['x-tocsin'] !== 'dashboard')
    ? 'rest_api'
    : 'dashboard';
}

/** Of a sign-in: the name that was tried. */
function sourceOf({ principal, body }: FastifyRequest): string {
  if (principal) return shownName(principal);
  const { username } = (body ?? {}) as { username?: unknown };
  return typeof username === 'string' ? username.slice(0, 100) : '';
}

function headersOf({ headers }: FastifyRequest): Record<string, string> {
  return Object.fromEntries(
    SHOWN_HEADERS.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value.slice(0, 500)]] : [];
    }),
  );
}

function failureOf(answer: unknown): string {
  const { code, message } = (answer ?? {}) as { code?: unknown; message?: unknown };
  const text = [code, message].filter((part) => typeof part === 'string').join(': ');
  return text.slice(0, 1_000);
}

function parsed(text: string | undefined): unknown {
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
