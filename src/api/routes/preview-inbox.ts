import { redactLinks } from '../../lib/secrets.ts';
import type { ApiApp } from '../api-app.ts';
import { Nothing, PreviewClearQuery, type PreviewMessage, PreviewPage, PreviewQuery } from '../contract.ts';
import { requestOf } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Deliveries'];

export function previewInboxRoutes(app: ApiApp, { previewInbox }: Pick<ApiParts, 'previewInbox'>): void {
  app.get(
    '/preview_inbox',
    {
      schema: {
        tags,
        summary: 'What channels of the kind preview were told, the newest first',
        querystring: PreviewQuery,
        response: { 200: PreviewPage, ...refusals(400) },
      },
    },
    ({ query, principal }) => {
      const { page, limit, connector } = query;
      const { rows, count, hasMore } = previewInbox.page(idOf(connector), requestOf(query));
      // Its links acknowledge and silence: whoever may only look gets no more by them.
      const data = (principal?.role === 'viewer' ? redactLinks(rows) : rows) as PreviewMessage[];
      return { data, meta: { page, limit, ...(count !== undefined && { count }), hasnext: hasMore } };
    },
  );

  app.delete(
    '/preview_inbox',
    {
      schema: {
        tags,
        summary: 'Empty the preview inbox',
        querystring: PreviewClearQuery,
        response: { 204: Nothing, ...refusals(400) },
      },
    },
    async ({ query }, reply) => {
      previewInbox.clear(idOf(query.connector));
      return reply.code(204).send();
    },
  );
}

function idOf(connector: string | undefined): string | undefined {
  return connector === undefined || connector.includes(':') ? connector : `preview:${connector}`;
}
