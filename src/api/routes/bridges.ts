import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { actionOfBridge, bridges } from '../bridges.ts';
import { ActionMetrics, Bridge, BridgePath } from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Bridges'];

/** What is left of the time before connectors and actions: emqx-exporter fails as a whole without it. */
export function bridgeRoutes(app: ApiApp, parts: Pick<ApiParts, 'connectors' | 'actions'>): void {
  app.get(
    '/bridges',
    {
      schema: {
        tags,
        deprecated: true,
        summary: 'Each connector with the action of the same name',
        response: { 200: z.array(Bridge) },
      },
    },
    () => bridges(parts),
  );

  app.get(
    '/bridges/:id/metrics',
    {
      schema: {
        tags,
        deprecated: true,
        summary: 'What the action of a bridge did',
        params: BridgePath,
        response: { 200: ActionMetrics, ...refusals(404) },
      },
    },
    ({ params }) => {
      const action = actionOfBridge(params.id, parts);
      if (action === undefined) throw new ApiError(404, 'NOT_FOUND', `there is no bridge ${params.id}`);
      return parts.actions.metrics(action);
    },
  );
}
