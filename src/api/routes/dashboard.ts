import fastifyStatic from '@fastify/static';
import type { ApiApp } from '../api-app.ts';
import { DASHBOARD_PAGES } from '../contract/dashboard-pages.ts';
import { findDashboard } from '../dashboard/dashboard-files.ts';
import { sendDashboard } from '../dashboard/dashboard-page.ts';
import type { ApiParts } from '../parts.ts';
import { preferredLanguage } from '../setup/preferred-language.ts';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

const notBuilt = {
  en: 'The dashboard is not built. Run "npm run build:dashboard", then start again.',
  zh: '控制台尚未构建。请运行 "npm run build:dashboard"，然后重新启动。',
};

/** The files of the dashboard, and its one page at each of its addresses. */
export function dashboardRoutes(app: ApiApp, { basePath = '' }: Pick<ApiParts, 'basePath'>): void {
  const files = findDashboard();
  for (const url of DASHBOARD_PAGES) {
    app.get(url, { schema: { hide: true } }, async (request, reply) => {
      if (!files) {
        const language = preferredLanguage(request.headers['accept-language']);
        return reply.code(503).type('text/plain; charset=utf-8').send(notBuilt[language]);
      }
      const [asked = '/', query] = request.originalUrl.split('?', 2);
      // From here a relative address would lead to beside it.
      if (basePath !== '' && asked === basePath)
        return reply.redirect(`${basePath}/${query === undefined ? '' : `?${query}`}`);
      return sendDashboard(reply, files, request.url.split('?', 1)[0] ?? '/');
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
