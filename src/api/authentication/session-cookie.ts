import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Documents } from './documents.ts';

/** Where the name of the cookie comes from. */
const [KIND, ID] = ['dashboard', 'instance'];

/**
 * A browser sends cookies to all ports of a host, and to all paths unless they say which: each Tocsin has a cookie of its
 * own name, so that signing in to one does not sign out of the other.
 */
export function cookieNameOf(documents: Documents): string {
  const known = documents.get(KIND, ID)?.body as { cookie?: string } | undefined;
  if (known?.cookie !== undefined) return known.cookie;
  const cookie = `tocsin_${randomBytes(4).toString('hex')}`;
  documents.put(KIND, ID, { cookie });
  return cookie;
}

/**
 * The token of somebody who signed in with a browser: no script can read it, and no other site can have it sent
 * (`SameSite=Strict`). What changes something needs a header besides, which a foreign page cannot set without CORS.
 */
export function sessionTokenOf(
  { method, headers }: { readonly method: string; readonly headers: IncomingHttpHeaders },
  cookieName: string,
): string | undefined {
  if (method !== 'GET' && method !== 'HEAD' && headers['x-tocsin'] === undefined) return undefined;
  const cookies = (headers.cookie?.split(';') ?? []).map((part) => part.trim().split('=', 2));
  for (const wanted of [SECURE + cookieName, cookieName]) {
    const [, value] = cookies.find(([name, text]) => name === wanted && text) ?? [];
    if (value) return value;
  }
  return undefined;
}

/**
 * What browsers take over TLS alone. Besides, they keep a cookie that came over TLS from one of the same name without it:
 * who uses the same host in both ways could not sign in without TLS any more.
 */
const SECURE = '__Secure-';

/** @param token undefined takes it away @param isSecure whether the browser came over TLS */
export function sessionCookie(cookieName: string, token: string | undefined, isSecure: boolean): string {
  const attributes = ['Path=/', 'HttpOnly', 'SameSite=Strict', ...(isSecure ? ['Secure'] : [])];
  const end = token === undefined ? ['Max-Age=0'] : [];
  return [`${isSecure ? SECURE : ''}${cookieName}=${token ?? ''}`, ...attributes, ...end].join('; ');
}

/** Whether the browser came over TLS, if need be to a proxy that says so. */
export function cameOverTls(protocol: string, headers: IncomingHttpHeaders): boolean {
  const [forwarded] = String(headers['x-forwarded-proto'] ?? '').split(',');
  return (
    protocol === 'https' ||
    forwarded?.trim().toLowerCase() === 'https' ||
    /(^|[;,\s])proto="?https/i.test(headers.forwarded ?? '')
  );
}
