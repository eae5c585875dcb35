import { apiUrl, type Query } from '../api/client.ts';

export interface ApiCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /api/v5, beginning with a slash. */
  readonly path: string;
  readonly query?: Query | undefined;
  readonly body?: unknown;
}

/** The call as a command for a shell. The key and its secret are for the reader to fill in. */
export function curlText({ method, path, query, body }: ApiCall): string {
  const parts = ['curl -u "$KEY:$SECRET"'];
  if (method !== 'GET') parts.push(`-X ${method}`);
  parts.push(quoted(apiUrl(path, query)));
  if (body === undefined) return parts.join(' ');
  return `${parts.join(' ')} \\\n  -H 'content-type: application/json' \\\n  -d ${quoted(JSON.stringify(body, null, 2))}`;
}

/** A word for a POSIX shell, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
