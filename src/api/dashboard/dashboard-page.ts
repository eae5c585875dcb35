import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { DashboardFiles } from './dashboard-files.ts';

/**
 * The page, with its own place in it. Where a proxy put it is not known here, but how deep the address is: from
 * `/clients/detail` on, everything lies at `../`, whatever stands before.
 * @param path of the request, without its query
 */
export function sendDashboard(
  reply: FastifyReply,
  { page, build }: DashboardFiles,
  path: string,
): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  const depth = path.split('/').length - 2;
  const base = depth <= 0 ? './' : '../'.repeat(depth);
  const html = page.replace('%BASE%', base).replace('%NONCE%', nonce).replace('%BUILD%', build);
  return reply
    .header('content-security-policy', policyFor(nonce))
    .type('text/html; charset=utf-8')
    .send(html);
}

/** Scripts and styles come from files of this server; what libraries write as styles carries the nonce. */
function policyFor(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
