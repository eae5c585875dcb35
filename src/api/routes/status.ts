import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { Status, StatusQuery } from '../contract.ts';
import type { ApiParts } from '../parts.ts';

/** Health checks of load balancers and scripts, which need no credentials. */
export function statusRoutes(app: ApiApp, { node }: Pick<ApiParts, 'node'>): void {
  const [, host = ''] = node.split('@');
  const answer: Status = {
    node_name: node,
    cluster: host,
    broker_status: 'started',
    app_status: 'running',
  };
  const schema = {
    tags: ['Status'],
    summary: 'Whether the broker runs',
    security: [],
    querystring: StatusQuery,
    response: {
      200: {
        description: 'It runs',
        content: { 'application/json': { schema: Status }, 'text/plain': { schema: z.string() } },
      },
    },
  };
  app.get('/status', { schema }, async (request, reply) => {
    reply.header('retry-after', '15');
    if (request.query.format === 'json') return reply.send(answer);
    return reply.type('text/plain; charset=utf-8').send(`Node ${node} is started\ntocsin is running`);
  });
}
