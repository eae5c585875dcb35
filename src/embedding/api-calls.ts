import type { RunningApp } from '../app.ts';
import { ApiCallError, type ApiCalls } from './tocsin-handle.ts';

const BASE = '/api/v5';

/** Calls of the API from within, as the holder of this key. */
export function apiCalls(app: RunningApp, { key, secret }: { key: string; secret: string }): ApiCalls {
  const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) => {
    if (!path.startsWith('/')) throw new Error(`a path of the API begins with /, as /rules does: ${path}`);
    const answer = await app.inject({
      method,
      url: `${BASE}${path}`,
      headers: {
        authorization,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    });
    const isJson = String(answer.headers['content-type'] ?? '').includes('json');
    const content: unknown = isJson && answer.body !== '' ? JSON.parse(answer.body) : answer.body;
    if (answer.statusCode < 400) return content;
    const { code = '', message = String(answer.body) } = Object(content) as {
      code?: string;
      message?: string;
    };
    throw new ApiCallError(answer.statusCode, code, message);
  };
  return {
    get: async <Answer>(path: string) => (await call('GET', path)) as Answer,
    post: async <Answer>(path: string, body?: unknown) => (await call('POST', path, body)) as Answer,
    put: async <Answer>(path: string, body?: unknown) => (await call('PUT', path, body)) as Answer,
    delete: async (path) => void (await call('DELETE', path)),
  };
}
