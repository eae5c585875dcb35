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
    ({ query }) => {
      const { page, limit, connector } = query;
      const { rows, count, hasMore } = previewInbox.page(idOf(connector), requestOf(query));
      const data = rows as PreviewMessage[];
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
