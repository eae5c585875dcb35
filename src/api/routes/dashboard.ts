import fastifyStatic from '@fastify/static';
import type { ApiApp } from '../api-app.ts';
import { findDashboard } from '../dashboard/dashboard-files.ts';
import { dashboardPage } from '../dashboard/dashboard-page.ts';
import { DASHBOARD_ROUTES } from '../dashboard/dashboard-places.ts';
import { preferredLanguage } from '../setup/preferred-language.ts';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

const notBuilt = {
  en: 'The dashboard is not built. Run "npm run build:dashboard", then start again.',
  zh: '控制台尚未构建。请运行 "npm run build:dashboard"，然后重新启动。',
};

/** The files of the dashboard, and its one page at each of its addresses. */
export function dashboardRoutes(app: ApiApp): void {
  const files = findDashboard();
  for (const url of DASHBOARD_ROUTES) {
    app.get(url, { schema: { hide: true } }, async (request, reply) => {
      if (!files) {
        const language = preferredLanguage(request.headers['accept-language']);
        return reply.code(503).type('text/plain; charset=utf-8').send(notBuilt[language]);
      }
      const { html, policy } = dashboardPage(files, request.url.split('?', 1)[0] ?? '/');
      return reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(html);
    });
  }
  if (!files) return;
  app.get('/bell.svg', { schema: { hide: true } }, (_request, reply) =>
    reply.sendFile('bell.svg', files.directory),
  );
  app.register(fastifyStatic, {
    root: `${files.directory}/assets`,
    prefix: '/assets/',
    schemaHide: true,
    preCompressed: true,
    // Their names change with what is in them.
    immutable: true,
    maxAge: YEAR_SECONDS * 1000,
  });
}
