import type { Dispatcher, Pool } from 'undici';
import type { z } from 'zod';
import { lookup, refuseHost } from '../../../lib/address-rules.ts';
import { parseDuration } from '../../../lib/duration.ts';
import { describeNetworkError } from '../../../lib/network-error.ts';
import { type tlsSettings, toTlsOptions } from '../../../lib/tls-settings.ts';
import { WorkQueue } from '../../../lib/work-queue.ts';

export interface HttpServiceSettings {
  readonly url: string;
  readonly connect_timeout: string | number;
  readonly request_timeout: string | number;
  readonly pool_size: number;
  readonly max_inactive: string | number;
  readonly ssl: z.output<typeof tlsSettings>;
}

export interface ServiceRequest {
  readonly method: 'get' | 'post';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined for none. */
  readonly body: string | undefined;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** The service was not there, or not in time. The message says what it was, without anything secret. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
}

/** Bytes of an answer that are read. */
const LONGEST_ANSWER = 64 * 1024;

/** Requests that wait for a connection. */
const QUEUE_LENGTH = 1000;

/** Of the connection, not of the request: set by the HTTP client itself. */
const HOP_BY_HOP = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/** A service that is asked for verdicts, over a bounded pool of connections. Redirects are not followed. */
export class HttpService {
  readonly #url: URL;
  readonly #pool: Pool;
  readonly #queue: WorkQueue;
  readonly #timeout: number;
  #isReachable = true;

  private constructor(settings: HttpServiceSettings, pool: Pool) {
    this.#url = new URL(settings.url);
    this.#pool = pool;
    this.#queue = new WorkQueue(settings.pool_size, QUEUE_LENGTH);
    this.#timeout = parseDuration(settings.request_timeout) ?? 0;
  }

  /** Connects with the first request. @throws Error with a sentence when a certificate cannot be read */
  static async open(settings: HttpServiceSettings): Promise<HttpService> {
    const { buildConnector, Pool } = await import('undici');
    const tls = await toTlsOptions(settings.ssl);
    const timeout = parseDuration(settings.connect_timeout) ?? 0;
    const idle = Math.max(1, parseDuration(settings.max_inactive) ?? 0);
    const pool = new Pool(new URL(settings.url).origin, {
      // The address that is checked is the one that is connected to: a name cannot change its mind in between.
      connect: buildConnector({ ...tls, lookup, allowH2: false, timeout }),
      connections: settings.pool_size,
      pipelining: 1,
      keepAliveTimeout: idle,
      keepAliveMaxTimeout: idle,
      // The signal of each request is the deadline.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    return new HttpService(settings, pool);
  }

  /** Whether the last request was answered. */
  get isReachable(): boolean {
    return this.#isReachable;
  }

  /** @throws ServiceError, BusyError when too many requests wait */
  async ask(request: ServiceRequest): Promise<ServiceAnswer> {
    const begin = performance.now();
    return await this.#queue.run(async () => {
      if (performance.now() - begin > this.#timeout) {
        throw new ServiceError(
          `${this.#url.host} answers too slowly: requests wait for longer than request_timeout`,
        );
      }
      try {
        const answer = await this.#send(request, AbortSignal.timeout(this.#timeout));
        this.#isReachable = true;
        return answer;
      } catch (error) {
        this.#isReachable = false;
        const isLate = error instanceof Error && error.name === 'TimeoutError';
        throw new ServiceError(
          isLate ? `${this.#url.host} did not answer in time` : describeNetworkError(error, this.#url.host),
        );
      }
    });
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #send({ method, path, headers, body }: ServiceRequest, signal: AbortSignal): Promise<ServiceAnswer> {
    // A literal address is not looked up, so it is not checked there.
    refuseHost(this.#url.hostname);
    const response = await this.#pool.request({
      method: method === 'get' ? 'GET' : 'POST',
      path,
      headers: ['user-agent', 'tocsin', ...sent(headers)],
      body: body ?? null,
      signal,
    });
    return {
      status: response.statusCode,
      contentType: String(response.headers['content-type'] ?? ''),
      text: await readAnswer(response),
    };
  }
}

/** Header values are bytes: text beyond ASCII goes out as UTF-8. */
function sent(headers: Readonly<Record<string, string>>): string[] {
  return Object.entries(headers)
    .filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()))
    .flatMap(([name, value]) => [name, Buffer.from(value).toString('latin1')]);
}

async function readAnswer({ body }: Dispatcher.ResponseData): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LONGEST_ANSWER) throw new Error(`the answer is longer than ${LONGEST_ANSWER} bytes`);
  }
  return Buffer.concat(chunks).toString('utf8');
}
