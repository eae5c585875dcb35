import { lookup, refuseHost } from '../../lib/address-rules.ts';
import { describeNetworkError } from '../../lib/network-error.ts';
import { EmqxImportError } from './emqx-import-error.ts';

export interface EmqxAddress {
  /** Of the dashboard: `http://10.0.0.5:18083`, below which `/api/v5` is. */
  readonly url: string;
  readonly key: string;
  readonly secret: string;
}

/** Bytes of one answer, and milliseconds until it is there. */
const LONGEST_ANSWER = 32 * 1024 * 1024;
const TIMEOUT = 15_000;

/** Asks a running EMQX, and changes nothing: there is no way in it but GET. */
export interface EmqxReader {
  /** Undefined: it has no such thing. @throws EmqxImportError */
  get(path: string): Promise<unknown>;
  close(): Promise<void>;
}

/** @throws EmqxImportError */
export async function openEmqxReader({ url, key, secret }: EmqxAddress): Promise<EmqxReader> {
  const base = URL.parse(
    url
      .trim()
      .replace(/\/+$/, '')
      .replace(/\/api\/v5$/, ''),
  );
  if (!base || !/^https?:$/.test(base.protocol))
    throw new EmqxImportError('url: write the address of the dashboard, such as http://10.0.0.5:18083');
  if (base.username !== '' || base.search !== '' || base.hash !== '')
    throw new EmqxImportError('url: without user, query and fragment; the key has fields of its own');
  try {
    refuseHost(base.hostname);
  } catch (error) {
    throw new EmqxImportError((error as Error).message);
  }
  const { Agent, request } = await import('undici');
  const agent = new Agent({
    connect: { lookup },
    connections: 4,
    headersTimeout: TIMEOUT,
    bodyTimeout: TIMEOUT,
  });
  const prefix = `${base.origin}${base.pathname.replace(/\/$/, '')}/api/v5`;
  const headers = {
    accept: 'application/json',
    authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
    'user-agent': 'tocsin',
  };
  return {
    async get(path) {
      const signal = AbortSignal.timeout(TIMEOUT);
      const answer = await request(`${prefix}${path}`, { dispatcher: agent, signal, headers }).catch(
        (error) => {
          throw new EmqxImportError(
            signal.aborted
              ? `${base.host}: no answer within ${TIMEOUT / 1000} s`
              : describeNetworkError(error, base.host),
          );
        },
      );
      const { statusCode: status, body } = answer;
      const text = await textOf(body, path);
      if (status === 404) return undefined;
      if (status === 401 || status === 403)
        throw new EmqxImportError(
          `${base.host} does not accept the API key (HTTP ${status}): ${messageIn(text)}`,
        );
      if (status !== 200)
        throw new EmqxImportError(`${base.host} answered HTTP ${status} to ${path}: ${messageIn(text)}`);
      try {
        return JSON.parse(text) as unknown;
      } catch {
        throw new EmqxImportError(
          `${base.host} is no EMQX: it answered ${path} with something that is no JSON`,
        );
      }
    },
    close: () => agent.destroy(),
  };
}

async function textOf(body: AsyncIterable<Buffer>, path: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > LONGEST_ANSWER) throw new EmqxImportError(`the answer to ${path} is longer than 32 MB`);
    }
  } catch (error) {
    if (error instanceof EmqxImportError) throw error;
    throw new EmqxImportError(`the answer to ${path} broke off`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function messageIn(text: string): string {
  try {
    const { code, message } = JSON.parse(text) as { code?: unknown; message?: unknown };
    return String(message ?? code ?? '').slice(0, 300);
  } catch {
    return text.slice(0, 100);
  }
}
