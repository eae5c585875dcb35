import type { ApiApp } from '../api-app.ts';
import { Nothing } from '../contract.ts';
import type { ApiParts } from '../parts.ts';

export function alertLinkRoutes(app: ApiApp, { alerts }: Pick<ApiParts, 'alerts'>): void {
  app.post(
    '/alert_links/rotate',
    {
      schema: {
        tags: ['Alerts'],
        summary: 'Sign links in messages with a new key: those of all messages so far open nothing any more',
        response: { 204: Nothing },
      },
    },
    async (_request, reply) => {
      alerts.links.rotate();
      return reply.code(204).send();
    },
  );
}
