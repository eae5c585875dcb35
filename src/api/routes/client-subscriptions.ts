import { z } from 'zod';
import type { Broker, SubscriptionOptions } from '../../broker/door.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError, refuseWhileFailing } from '../api-error.ts';
import { toSubscribed, toSubscription } from '../client-view.ts';
import {
  ClientPath,
  Nothing,
  SubscribeBody,
  SubscribeBulkBody,
  Subscribed,
  Subscription,
  UnsubscribeBody,
  UnsubscribeBulkBody,
} from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { splitShared } from '../topic-text.ts';
import { clientNotFound } from './clients.ts';

const tags = ['Clients'];

/** Subscriptions of one client, made and ended in its name. */
export function clientSubscriptionRoutes(
  app: ApiApp,
  { broker, node }: Pick<ApiParts, 'broker' | 'node'>,
): void {
  app.get(
    '/clients/:clientid/subscriptions',
    {
      schema: {
        tags,
        summary: 'The subscriptions of a client',
        params: ClientPath,
        response: { 200: z.array(Subscription), ...refusals(404) },
      },
    },
    (request) => {
      const view = broker.client(request.params.clientid);
      if (!view) throw clientNotFound();
      return view.subscriptions.map((options) =>
        toSubscription({ ...options, clientId: view.clientId }, node),
      );
    },
  );

  app.post(
    '/clients/:clientid/subscribe',
    {
      schema: {
        tags,
        summary: 'Subscribe a client',
        params: ClientPath,
        body: SubscribeBody,
        response: { 200: Subscribed, ...refusals(400, 404, 503) },
      },
    },
    (request) => {
      const { clientid } = request.params;
      const options = toOptions(broker, request.body);
      checkClient(clientid, [options]);
      return subscribe(clientid, options);
    },
  );

  app.post(
    '/clients/:clientid/subscribe/bulk',
    {
      schema: {
        tags,
        summary: 'Subscribe a client to many filters; all or none',
        params: ClientPath,
        body: SubscribeBulkBody,
        response: { 200: z.array(Subscribed), ...refusals(400, 404, 503) },
      },
    },
    (request) => {
      const { clientid } = request.params;
      const all = request.body.map((body) => toOptions(broker, body));
      checkClient(clientid, all);
      return all.map((options) => subscribe(clientid, options));
    },
  );

  app.post(
    '/clients/:clientid/unsubscribe',
    {
      schema: {
        tags,
        summary: 'Unsubscribe a client; also when it had not subscribed',
        params: ClientPath,
        body: UnsubscribeBody,
        response: { 204: Nothing, ...refusals(400, 404, 503) },
      },
    },
    async (request, reply) => {
      const { clientid } = request.params;
      checkClient(clientid, []);
      broker.unsubscribe(clientid, request.body.topic);
      return reply.code(204).send();
    },
  );

  app.post(
    '/clients/:clientid/unsubscribe/bulk',
    {
      schema: {
        tags,
        summary: 'Unsubscribe a client from many filters',
        params: ClientPath,
        body: UnsubscribeBulkBody,
        response: { 204: Nothing, ...refusals(400, 404, 503) },
      },
    },
    async (request, reply) => {
      const { clientid } = request.params;
      checkClient(clientid, []);
      for (const { topic } of request.body) broker.unsubscribe(clientid, topic);
      return reply.code(204).send();
    },
  );

  /** @throws ApiError when there is no such client, it has no room for that, or what changes cannot be stored */
  function checkClient(clientId: string, more: readonly SubscriptionOptions[]): void {
    const view = broker.client(clientId);
    if (!view) throw clientNotFound();
    if (view.expiryInterval > 0) refuseWhileFailing(broker);
    const filters = more.map(({ filter }) => filter);
    if (broker.hasRoomFor(clientId, filters)) return;
    const most = `${view.subscriptionsMaximum} of one client, or mqtt.max_subscriptions_total of all`;
    throw new ApiError(400, 'EXCEED_LIMIT', `The client would have more subscriptions than it may: ${most}`);
  }

  function subscribe(clientId: string, options: SubscriptionOptions): Subscribed {
    const view = broker.subscribe(clientId, options);
    if (!view) throw clientNotFound();
    return toSubscribed(view, node);
  }
}

/** @throws ApiError 400 for a filter that MQTT does not allow */
function toOptions(broker: Broker, { topic, qos, nl, rap, rh }: SubscribeBody): SubscriptionOptions {
  if (!broker.isTopicFilter(topic))
    throw new ApiError(400, 'INVALID_PARAMETER', `Invalid topic filter: ${topic}`);
  if (nl === 1 && splitShared(topic).group !== undefined) {
    // [MQTT-3.8.3-4]
    throw new ApiError(
      400,
      'INVALID_PARAMETER',
      'Invalid Subscribe options: `no_local` not allowed for shared-sub',
    );
  }
  return { filter: topic, qos, noLocal: nl === 1, retainAsPublished: rap === 1, retainHandling: rh };
}
