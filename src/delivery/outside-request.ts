import { z } from 'zod';
import { failureOf, HttpClient } from '../connectors/http/http-client.ts';
import { outboundMembers } from '../connectors/http/outbound-settings.ts';

export { mistakeInUrl } from '../connectors/http/outbound-settings.ts';

export interface OutsideRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  /** Milliseconds. */
  readonly timeout: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | undefined;
  /** Authorities to believe in place of the usual ones: PEM text, or the path of a file. */
  readonly cacertfile?: string | undefined;
}

/**
 * One request that is no delivery: sent once, under the same rules for addresses as everything that speaks HTTP. Redirects
 * are not followed.
 * @throws Error with a sentence when the answer is not 2xx, or there is none in time
 */
export async function requestOutside(request: OutsideRequest): Promise<void> {
  const { status } = await askOutside(request);
  if (status < 200 || status > 299) throw new Error(`${new URL(request.url).host} answered HTTP ${status}`);
}

/**
 * The same, for who reads the answer: whatever its status, and the first 64 KB of it.
 * @throws Error with a sentence when there is none in time
 */
export async function askOutside({
  url,
  method,
  timeout,
  headers = {},
  body,
  cacertfile,
}: OutsideRequest): Promise<{ status: number; text: string }> {
  const { origin, pathname, search, host } = new URL(url);
  const client = await HttpClient.open(
    z
      .object(outboundMembers)
      .parse({ pool_size: 1, ssl: { ...(cacertfile !== undefined && { cacertfile }) } }),
  );
  const signal = AbortSignal.timeout(timeout);
  try {
    const request = {
      method,
      origin,
      path: pathname + search,
      headers: Object.entries({ 'user-agent': 'tocsin', ...headers }),
      body: body ?? null,
    };
    const { status, text } = await client.request(request, signal).catch((error: unknown) => {
      if (signal.aborted) throw new Error(`${host}: no answer within ${timeout / 1000} s`);
      const failure = failureOf(error, host, signal);
      throw new Error(failure.kind === 'delivered' ? String(error) : failure.reason);
    });
    return { status, text };
  } finally {
    await client.close();
  }
}
