import type { IncomingHttpHeaders } from 'node:http';

const NAME = 'tocsin_session';

/**
 * The token of somebody who signed in with a browser: no script can read it, and no other site can have it sent
 * (`SameSite=Strict`). What changes something needs a header besides, which a foreign page cannot set without CORS.
 */
export function sessionTokenOf({
  method,
  headers,
}: {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}): string | undefined {
  if (method !== 'GET' && method !== 'HEAD' && headers['x-tocsin'] === undefined) return undefined;
  for (const part of headers.cookie?.split(';') ?? []) {
    const [name, value] = part.trim().split('=', 2);
    if (name === NAME && value) return value;
  }
  return undefined;
}

/** @param token undefined takes it away @param isSecure whether the browser came over TLS */
export function sessionCookie(token: string | undefined, isSecure: boolean): string {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Strict', ...(isSecure ? ['Secure'] : [])];
  const end = token === undefined ? ['Max-Age=0'] : [];
  return [`${NAME}=${token ?? ''}`, ...attributes, ...end].join('; ');
}
