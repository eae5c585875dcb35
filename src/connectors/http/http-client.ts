import { Agent, buildConnector, type Dispatcher } from 'undici';
import { AddressRefusedError, lookup, refuseHost } from '../../lib/address-rules.ts';
import { parseDuration } from '../../lib/duration.ts';
import { describeNetworkError, isOurMistake } from '../../lib/network-error.ts';
import { toTlsOptions } from '../../lib/tls-settings.ts';
import type { ProbeResult } from '../connector.ts';
import type { Outcome } from '../outcome.ts';
import { exchange, type HttpAnswer } from './http-exchange.ts';
import { warmUp } from './http-warm-up.ts';
import type { OutboundSettings } from './outbound-settings.ts';
import { connected, ProxyError, ProxyRoute } from './proxy-route.ts';

export type { HttpAnswer };

export interface HttpClientRequest {
  /** Upper case. */
  method: Dispatcher.HttpMethod;
  /** Origin and request target, percent-encoded where it must be. */
  origin: string;
  path: string;
  headers: Iterable<readonly [name: string, value: string]>;
  body: string | null;
}

const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Everything that speaks HTTP goes out here: refused addresses, TLS, proxy and connections are the same for all. */
export class HttpClient {
  readonly #connect: buildConnector.connector;
  readonly #dispatcher: Dispatcher;
  readonly #proxy: ProxyRoute | undefined;
  #running = 0;
  /** Nothing more is taken. */
  #draining = false;
  #onIdle: (() => void) | undefined;
  #checkedOrigin: string | undefined;
  /** The header `date` of the last answer, and when it came. */
  #date: string | string[] | undefined;
  #answeredAt = 0;

  private constructor(settings: OutboundSettings, tls: buildConnector.BuildOptions) {
    const connectOptions: buildConnector.BuildOptions = {
      ...tls,
      lookup,
      allowH2: false,
      timeout: Math.min(parseDuration(settings.connect_timeout) ?? 0, LONGEST_TIMEOUT),
    };
    this.#connect = buildConnector(connectOptions);
    const idle = Math.min(Math.max(1, parseDuration(settings.max_inactive) ?? 0), LONGEST_TIMEOUT);
    const options: Agent.Options = {
      connections: settings.pool_size,
      pipelining: 1,
      keepAliveTimeout: idle,
      keepAliveMaxTimeout: idle,
      // The signal of each request is the deadline.
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    this.#proxy = settings.proxy ? new ProxyRoute(settings.proxy, connectOptions) : undefined;
    this.#dispatcher = this.#proxy?.agent(options) ?? new Agent({ ...options, connect: this.#connect });
  }

  /** Connects later. Throws an Error with a sentence when a file of the settings cannot be read. */
  static async open(settings: OutboundSettings): Promise<HttpClient> {
    const tls = await toTlsOptions(settings.ssl);
    await warmUp();
    return new HttpClient(settings, tls);
  }

  /** @throws the error of the network, or the signal's reason; `failureOf` makes an outcome of it */
  async request(request: HttpClientRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const { method, origin, path, body } = request;
    // A literal address is not looked up, so it is not checked there. One client mostly speaks to one origin.
    if (origin !== this.#checkedOrigin) {
      refuseHost(new URL(origin).hostname);
      this.#proxy?.check();
      this.#checkedOrigin = origin;
    }
    const headers: Record<string, string> = Object.create(null);
    // Header values are bytes: text beyond ASCII goes out as UTF-8.
    for (const [name, value] of request.headers) {
      headers[name] = isAscii(value) ? value : Buffer.from(value).toString('latin1');
    }
    if (this.#draining) throw new Error('the connector is being closed');
    this.#running++;
    try {
      const answer = await exchange(this.#dispatcher, { method, origin, path, headers, body }, signal);
      this.#date = answer.headers.date;
      this.#answeredAt = Date.now();
      return answer;
    } catch (error) {
      throw this.#proxy && !signal.aborted ? this.#proxy.explain(error) : error;
    } finally {
      if (--this.#running === 0) this.#onIdle?.();
    }
  }

  /** Milliseconds that the other side's clock was ahead of ours at its last answer, to the second; undefined: it did not tell. */
  clockAhead(): number | undefined {
    const ahead = Date.parse(String(this.#date)) - this.#answeredAt;
    return Number.isNaN(ahead) ? undefined : ahead;
  }

  /** Opens a connection to the origin, through the proxy if there is one, and closes it; no request is sent. */
  async probe(origin: string, signal: AbortSignal): Promise<ProbeResult> {
    const url = new URL(origin);
    try {
      refuseHost(url.hostname);
      if (this.#proxy) await this.#proxy.probe(url, signal);
      else await this.#tryConnect(url, signal);
      return { reachable: true };
    } catch (error) {
      return { reachable: false, reason: describeNetworkError(error, url.host) };
    }
  }

  /** Not by the `close` of an agent: after it, its `destroy` would leave requests that hang as they are. */
  async drain(): Promise<void> {
    this.#draining = true;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
      if (this.#running === 0) resolve();
    });
    await this.close();
  }

  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }

  #tryConnect({ protocol, host, hostname, port }: URL, signal: AbortSignal): Promise<void> {
    const bare = hostname.replace(/^\[|\]$/g, '');
    return connected(this.#connect, { protocol, host, hostname: bare, port }, signal);
  }
}

/** What it means that a request threw. */
export function failureOf(error: unknown, host: string, signal: AbortSignal): Outcome {
  if (signal.aborted) {
    return { kind: 'unavailable', cause: 'network', reason: (signal.reason as Error).message };
  }
  const reason = describeNetworkError(error, host);
  // Nobody is let in there until somebody changes the settings.
  if (error instanceof ProxyError && (error.status === 407 || error.status === 403)) {
    return { kind: 'rejected', cause: 'config', reason };
  }
  if (error instanceof AddressRefusedError) return { kind: 'rejected', cause: 'config', reason };
  if (isOurMistake(error)) return { kind: 'rejected', cause: 'message', reason };
  return { kind: 'unavailable', cause: 'network', reason };
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
