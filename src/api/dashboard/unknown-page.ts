import type { FastifyReply, FastifyRequest } from 'fastify';
import { DASHBOARD_PAGES } from '../contract.ts';
import { findDashboard } from './dashboard-files.ts';
import { sendDashboard } from './dashboard-page.ts';

/** What is no place of the dashboard, so that programs and old pages get a plain answer. */
const NO_PAGES = /^\/(api|api-docs|assets|a)(\/|$)/;
const pages = new Set<string>(DASHBOARD_PAGES);

/** The dashboard says that there is no such page, with all ways on; undefined for what does not come from somebody who looks. */
export function answerUnknownPage(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const [path = ''] = request.url.split('?', 1);
  const isLook = request.method === 'GET' && request.headers.accept?.includes('text/html');
  if (!isLook || NO_PAGES.test(path)) return undefined;
  const files = findDashboard();
  if (!files) return undefined;
  // With a slash at the end it is the same page.
  return sendDashboard(reply.code(pages.has(path.replace(/\/$/, '')) ? 200 : 404), files, path);
}
