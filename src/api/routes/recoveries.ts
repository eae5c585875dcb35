import type { RecoveryView } from '../../delivery/door.ts';
import type { ApiApp } from '../api-app.ts';
import { DroppedQueue, Nothing, Recovery, RecoveryBody, ResourcePath } from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Connectors'];

/** After an outage: what failed meanwhile is sent again. */
export function recoveryRoutes(app: ApiApp, { deliveries }: Pick<ApiParts, 'deliveries'>): void {
  app.post(
    '/connectors/:id/recover',
    {
      schema: {
        tags,
        summary: 'Send again all that failed or expired of a connector since a time',
        params: ResourcePath,
        body: RecoveryBody,
        response: { 200: Recovery, ...refusals(400, 404) },
      },
    },
    ({ params, body }) => recoveryView(deliveries.recover(params.id, body)),
  );

  app.delete(
    '/connectors/:id/queue',
    {
      schema: {
        tags,
        summary: 'Give up all that waits for a connector; what is under way ends as it does',
        params: ResourcePath,
        response: { 200: DroppedQueue, ...refusals(404) },
      },
    },
    ({ params }) => ({ count: deliveries.giveUp(params.id) }),
  );

  app.get(
    '/connectors/:id/recover',
    {
      schema: {
        tags,
        summary: 'How far that is; 404 when it is over',
        params: ResourcePath,
        response: { 200: Recovery, ...refusals(404) },
      },
    },
    ({ params }) => recoveryView(deliveries.recovery(params.id)),
  );

  app.delete(
    '/connectors/:id/recover',
    {
      schema: {
        tags,
        summary: 'Leave the rest as it is',
        params: ResourcePath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async ({ params }, reply) => {
      deliveries.cancelRecovery(params.id);
      return reply.code(204).send();
    },
  );
}

export function recoveryView({ mergedInto, ...view }: RecoveryView): Recovery {
  return {
    ...view,
    since: toTimestamp(view.since),
    until: toTimestamp(view.until),
    merged_into: mergedInto ?? null,
  };
}
