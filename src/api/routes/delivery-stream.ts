import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { DeliveryStreamQuery } from '../contract.ts';
import { DeliveryStream } from '../delivery-stream.ts';
import { liveFilterOf } from '../delivery-view.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { securityHeaders } from '../security-headers.ts';

/** Readers at a time. */
const MOST_STREAMS = 50;

export function deliveryStreamRoute(
  app: ApiApp,
  { deliveries, clock }: Pick<ApiParts, 'deliveries' | 'clock'>,
): void {
  const streams = new Set<DeliveryStream>();
  app.addHook('preClose', async () => {
    for (const stream of streams) stream.close();
  });

  app.get(
    '/deliveries/stream',
    {
      schema: {
        tags: ['Deliveries'],
        summary: 'What happens to deliveries from now on, as server-sent events',
        querystring: DeliveryStreamQuery,
        response: {
          200: {
            description:
              'Events queued, attempt and settled, whose data is a Delivery; skipped tells how many were not',
            content: { 'text/event-stream': { schema: z.string() } },
          },
          ...refusals(400, 429),
        },
      },
    },
    async (request, reply) => {
      const { query, method } = request;
      if (method === 'HEAD') return reply.type('text/event-stream; charset=utf-8').send('');
      if (streams.size >= MOST_STREAMS) {
        throw new ApiError(429, 'EXCEED_LIMIT', `there are ${MOST_STREAMS} readers of deliveries already`);
      }
      reply.hijack();
      const stream = new DeliveryStream(reply.raw, securityHeaders, clock, () => app.isStillAllowed(request));
      streams.add(stream);
      const unfollow = deliveries.follow(liveFilterOf(query), stream);
      reply.raw.on('close', () => {
        unfollow();
        stream.close();
        streams.delete(stream);
      });
      return reply;
    },
  );
}
