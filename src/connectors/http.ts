import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { buildConnector, type Dispatcher, Pool } from 'undici';
import { AddressRefusedError, isRefusedAddress, lookup } from '../lib/address-rules.ts';
import { parseDuration } from '../lib/duration.ts';
import { describeNetworkError, isOurMistake } from '../lib/network-error.ts';
import { redact, redactPath } from '../lib/secrets.ts';
import { toTlsOptions } from '../lib/tls-settings.ts';
import { type ConnectorHandle, defineConnector, type Parcel, type ProbeResult } from './connector.ts';
import { type HttpSettings, hasPlaceholder, httpSettings } from './http-settings.ts';
import { warmUp } from './http-warm-up.ts';
import { type Answer, excerptOf, type Outcome } from './outcome.ts';

type Header = readonly [name: string, value: string];

/** One HTTP request, all templates filled in. */
export interface HttpRequest {
  method: 'post' | 'put' | 'get' | 'delete';
  /** Appended to the base path of the connector's URL; may hold a query. */
  path: string;
  headers: Record<string, string>;
  /** Ignored for `get` and `delete`. */
  body: string;
}

/** Any HTTP server: webhooks, chat bots, gateways. */
export const http = defineConnector<typeof httpSettings, HttpRequest>({
  type: 'http',
  settings: httpSettings,
  async open(settings) {
    const tls = await toTlsOptions(settings.ssl);
    await warmUp();
    return new HttpHandle(settings, tls);
  },
  describe(settings, request) {
    const url = new URL(settings.url);
    const { method, path, headers, body } = toWire(
      url,
      fixedHeaders(settings),
      request,
      '<id of the delivery>',
    );
    return {
      method,
      url: redactPath(url.origin + path),
      headers: redact(Object.fromEntries(headers)),
      ...(body === null ? {} : { body }),
    };
  },
});

/** Bytes of an answer that are read; after them the connection is closed. */
const LONGEST_ANSWER = 64 * 1024;

const LONGEST_RETRY_AFTER = 3_600_000;

const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Of the connection, not of the request: set by the HTTP client itself. */
const HOP_BY_HOP = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

class HttpHandle implements ConnectorHandle<HttpRequest> {
  readonly concurrency: number;
  readonly #url: URL;
  readonly #headers: readonly Header[];
  readonly #connect: buildConnector.connector;
  readonly #pool: Pool;

  constructor(settings: HttpSettings, tls: buildConnector.BuildOptions) {
    this.concurrency = settings.pool_size;
    this.#url = new URL(settings.url);
    this.#headers = fixedHeaders(settings);
    this.#connect = buildConnector({
      ...tls,
      lookup,
      allowH2: false,
      timeout: Math.min(parseDuration(settings.connect_timeout) ?? 0, LONGEST_TIMEOUT),
    });
    const idle = Math.min(Math.max(1, parseDuration(settings.max_inactive) ?? 0), LONGEST_TIMEOUT);
    this.#pool = new Pool(this.#url.origin, {
      connect: this.#connect,
      connections: settings.pool_size,
      pipelining: 1,
      keepAliveTimeout: idle,
      keepAliveMaxTimeout: idle,
      // The signal of each request is the deadline.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  async send({ id, request }: Parcel<HttpRequest>, signal: AbortSignal): Promise<Outcome> {
    try {
      this.#refuseAddress();
      const { method, path, headers, body } = toWire(this.#url, this.#headers, request, id);
      const response = await this.#pool.request({
        method,
        path,
        // Header values are bytes: text beyond ASCII goes out as UTF-8.
        headers: headers.flatMap(([name, value]) => [name, Buffer.from(value).toString('latin1')]),
        body,
        signal,
      });
      return judge(response, await readAnswer(response));
    } catch (error) {
      if (signal.aborted) return { kind: 'unavailable', reason: (signal.reason as Error).message };
      const reason = describeNetworkError(error, this.#url.host);
      return isOurMistake(error) || error instanceof AddressRefusedError
        ? { kind: 'rejected', reason }
        : { kind: 'unavailable', reason };
    }
  }

  async probe(signal: AbortSignal): Promise<ProbeResult> {
    try {
      this.#refuseAddress();
      await this.#tryConnect(signal);
      return { reachable: true };
    } catch (error) {
      return { reachable: false, reason: describeNetworkError(error, this.#url.host) };
    }
  }

  async drain(): Promise<void> {
    // Destroyed meanwhile is through as well.
    await this.#pool.close().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  /** A literal address is not looked up, so it is not checked there. */
  #refuseAddress(): void {
    if (isRefusedAddress(this.#url.hostname)) throw new AddressRefusedError(this.#url.hostname);
  }

  #tryConnect(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { protocol, host, hostname, port } = this.#url;
    return new Promise((resolve, reject) => {
      const done: buildConnector.Callback = (...[error]) => {
        signal.removeEventListener('abort', abort);
        socket.destroy();
        if (error) reject(error);
        else resolve();
      };
      // The types say that nothing is returned; the documentation of `connector()` says the socket.
      const socket = this.#connect(
        { protocol, host, hostname: hostname.replace(/^\[|\]$/g, ''), port },
        done,
      ) as unknown as Socket;
      const abort = (): void => {
        socket.destroy(signal.reason as Error);
      };
      signal.addEventListener('abort', abort, { once: true });
    });
  }
}

/** The request with what the connector adds to it. */
function toWire(
  url: URL,
  headersOfConnector: readonly Header[],
  { method, path, headers, body }: HttpRequest,
  id: string,
) {
  const own: Header[] = [
    ['user-agent', 'tocsin'],
    ['idempotency-key', id],
  ];
  return {
    method: method.toUpperCase() as Dispatcher.HttpMethod,
    path: toRequestTarget(joinPath(url.pathname, path)),
    headers: mergeHeaders(own, headersOfConnector, headers),
    body: method === 'get' || method === 'delete' ? null : body,
  };
}

/** Those of the connector that the action does not fill in. */
function fixedHeaders({ headers }: HttpSettings): readonly Header[] {
  return Object.entries(headers).filter((header) => !hasPlaceholder(header));
}

/** Base path and path with exactly one slash between them; a query joins without one. */
export function joinPath(base: string, path: string): string {
  if (path === '') return base;
  if (path.startsWith('?')) return base + path;
  return `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/** What may not stand in a request line is percent-encoded, the rest goes out as it was written. */
function toRequestTarget(path: string): string {
  return path.toWellFormed().replace(/[^\x21-\x7e]+/g, encodeURIComponent);
}

/** Later headers replace earlier ones of the same name, whatever the case, so that none is sent twice. */
function mergeHeaders(
  own: readonly Header[],
  connector: readonly Header[],
  action: Readonly<Record<string, string>>,
): Header[] {
  const merged = new Map<string, Header>();
  for (const header of [...own, ...connector, ...Object.entries(action)]) {
    const name = header[0].toLowerCase();
    if (!HOP_BY_HOP.has(name)) merged.set(name, header);
  }
  return [...merged.values()];
}

async function readAnswer({ body }: Dispatcher.ResponseData): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= LONGEST_ANSWER) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function judge({ statusCode: status, headers }: Dispatcher.ResponseData, text: string): Outcome {
  const answer: Answer = { status, excerpt: excerptOf(text) };
  if (status >= 200 && status < 300) return { kind: 'delivered', answer };
  const reason = `HTTP ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
  if (status === 429 || status >= 500) {
    return { kind: 'unavailable', reason, retryAfter: parseRetryAfter(headers['retry-after']), answer };
  }
  const redirect = status >= 300 && status < 400;
  return { kind: 'rejected', reason: redirect ? `${reason}: redirects are not followed` : reason, answer };
}

/** Seconds or a date (RFC 9110 §10.2.3); milliseconds, at most an hour. */
export function parseRetryAfter(header: string | string[] | undefined, now = Date.now()): number | undefined {
  if (typeof header !== 'string' || header === '') return undefined;
  const delay = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(delay) ? undefined : Math.min(Math.max(0, delay), LONGEST_RETRY_AFTER);
}
