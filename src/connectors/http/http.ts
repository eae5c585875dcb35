import { STATUS_CODES } from 'node:http';
import type { Dispatcher } from 'undici';
import { redactHeaders, redactPath } from '../../lib/secrets.ts';
import { type ConnectorHandle, defineConnector, type Parcel, type ProbeResult } from '../connector.ts';
import { type Answer, excerptOf, type Outcome } from '../outcome.ts';
import { HOP_BY_HOP } from './custom-headers.ts';
import { failureOf, type HttpAnswer, HttpClient } from './http-client.ts';
import { type HttpSettings, hasPlaceholder, httpSettings } from './http-settings.ts';
import { parseRetryAfter } from './retry-after.ts';

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
    return new HttpHandle(settings, await HttpClient.open(settings));
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
      headers: redactHeaders(Object.fromEntries(headers)),
      ...(body === null ? {} : { body }),
    };
  },
});

class HttpHandle implements ConnectorHandle<HttpRequest> {
  readonly concurrency: number;
  readonly #url: URL;
  readonly #headers: readonly Header[];
  readonly #client: HttpClient;

  constructor(settings: HttpSettings, client: HttpClient) {
    this.concurrency = settings.pool_size;
    this.#url = new URL(settings.url);
    this.#headers = fixedHeaders(settings);
    this.#client = client;
  }

  async send({ id, request }: Parcel<HttpRequest>, signal: AbortSignal): Promise<Outcome> {
    const { origin, host } = this.#url;
    try {
      const wire = toWire(this.#url, this.#headers, request, id);
      return judge(await this.#client.request({ ...wire, origin }, signal));
    } catch (error) {
      return failureOf(error, host, signal);
    }
  }

  probe(signal: AbortSignal): Promise<ProbeResult> {
    return this.#client.probe(this.#url.origin, signal);
  }

  clockAhead(): number | undefined {
    return this.#client.clockAhead();
  }

  drain(): Promise<void> {
    return this.#client.drain();
  }

  close(): Promise<void> {
    return this.#client.close();
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

/** What an HTTP status means where nothing else is known: 408, 425, 429 and 5xx pass, the rest does not. */
export function judge({ status, headers, text }: HttpAnswer): Outcome {
  const answer: Answer = { status, excerpt: excerptOf(text) };
  if (status >= 200 && status < 300) return { kind: 'delivered', answer };
  const reason = `HTTP ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
  // Not in time and too early are no fault of the request (RFC 9110 §15.5.9, RFC 8470 §5.2).
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    const retryAfter = parseRetryAfter(headers['retry-after']);
    return {
      kind: 'unavailable',
      cause: status === 429 ? 'throttled' : 'remote',
      reason,
      retryAfter,
      answer,
    };
  }
  if (status >= 300 && status < 400) {
    return { kind: 'rejected', cause: 'config', reason: `${reason}: redirects are not followed`, answer };
  }
  const cause = CONFIG_STATUSES.has(status) ? 'config' : 'message';
  return { kind: 'rejected', cause, reason, answer };
}

/** Nobody is let in, or nothing is there: the next request will fare no better. */
const CONFIG_STATUSES = new Set([401, 403, 404, 405, 407, 410]);
