import type { ApiApp } from '../api-app.ts';
import { Liveness, Readiness } from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { readinessOf } from '../readiness.ts';

const tags = ['Status'];

/**
 * What containers and load balancers ask, without credentials. Live: the process answers, and a restart would not help.
 * Ready: clients may be sent here.
 */
export function healthRoutes(app: ApiApp, parts: Pick<ApiParts, 'broker' | 'database' | 'listeners'>): void {
  let isStopping = false;
  app.addHook('preClose', async () => {
    isStopping = true;
  });

  app.get(
    '/health/live',
    {
      schema: {
        tags,
        summary: 'Whether the process answers: for liveness checks',
        security: [],
        response: { 200: Liveness },
      },
    },
    async (_, reply) => reply.header('cache-control', 'no-store').send({ status: 'live' as const }),
  );

  app.get(
    '/health/ready',
    {
      schema: {
        tags,
        summary: 'Whether clients can be served, and what stands in the way: for readiness checks',
        security: [],
        response: { 200: Readiness, 503: Readiness },
      },
    },
    async (_, reply) => {
      const { isReady, faults } = readinessOf(parts, isStopping);
      const answer: Readiness = { status: isReady ? 'ready' : 'not_ready', faults: [...faults] };
      return reply
        .header('cache-control', 'no-store')
        .code(isReady ? 200 : 503)
        .send(answer);
    },
  );
}
