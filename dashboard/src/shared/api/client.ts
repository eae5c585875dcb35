import { Problem } from './problem.ts';
import { noteAnswer, noteSilence } from './reachability.ts';

export type QueryValue = string | number | boolean | undefined | null | readonly (string | number)[];
export type Query = Readonly<Record<string, QueryValue>>;

interface RequestOptions {
  readonly query?: Query | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Of 401: the cookie is missing, wrong or too old. A wrong password has another one. */
const SIGNED_OUT = new Set(['AUTHORIZATION_HEADER_ERROR', 'BAD_TOKEN', 'TOKEN_TIME_OUT']);

/** Told of each answer that says that nobody is signed in. */
let onSignedOut: () => void = () => undefined;

export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** Below the path that the page was loaded from, wherever a proxy put it. */
export function apiUrl(path: string, query: Query = {}): string {
  const url = new URL(`api/v5${path}`, document.baseURI);
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    for (const one of [value].flat()) url.searchParams.append(name, String(one));
  }
  return url.href;
}

/** One call of the REST API. @throws Problem for every answer that is not 2xx, and for none */
export async function request<Answer>(
  method: string,
  path: string,
  options: RequestOptions = {},
): Promise<Answer> {
  const response = await send(method, path, options);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}

/** The answer as it comes, for downloads and streams. @throws Problem */
export async function send(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
  const { query, body, signal, headers } = options;
  let response: Response;
  try {
    response = await fetch(apiUrl(path, query), {
      method,
      headers: {
        accept: 'application/json',
        // A page of another origin cannot send it: see docs/decisions/0016-the-dashboard.md.
        'x-tocsin': 'dashboard',
        // Of a form the browser says it, with the boundary.
        ...(body !== undefined && !(body instanceof FormData) && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    noteSilence();
    throw new Problem({ message: 'no answer', code: 'NO_ANSWER', cause });
  }
  if (response.ok) {
    noteAnswer();
    return response;
  }
  const problem = await problemOf(response);
  if (problem.isUnreachable) noteSilence();
  else noteAnswer();
  if (problem.status === 401 && SIGNED_OUT.has(problem.code)) onSignedOut();
  throw problem;
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text().catch(() => '');
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const retryAfter = response.headers.get('retry-after') ?? undefined;
  const { status } = response;
  try {
    const body = JSON.parse(text) as { code?: unknown; message?: unknown };
    const message = typeof body.message === 'string' ? body.message : text;
    return new Problem({ message, status, code: String(body.code ?? status), requestId, retryAfter, body });
  } catch {
    return new Problem({
      message: text || response.statusText,
      status,
      code: String(status),
      requestId,
      retryAfter,
    });
  }
}

export const api = {
  get: <Answer>(path: string, query?: Query, signal?: AbortSignal) =>
    request<Answer>('GET', path, { query, signal }),
  post: <Answer>(path: string, body?: unknown, query?: Query) =>
    request<Answer>('POST', path, { body, query }),
  put: <Answer>(path: string, body?: unknown, query?: Query) => request<Answer>('PUT', path, { body, query }),
  delete: <Answer>(path: string, query?: Query) => request<Answer>('DELETE', path, { query }),
};
