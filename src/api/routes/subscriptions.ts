import { z } from 'zod';
import type { Broker, SubscriptionOptions, SubscriptionSearch, SubscriptionView } from '../../broker/door.ts';
import type { Steps } from '../../lib/steps.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { toSubscription } from '../client-view.ts';
import { pageOf, Subscription, SubscriptionQuery, TopicPath, TopicQuery, TopicRow } from '../contract.ts';
import { finishInSlices } from '../in-slices.ts';
import { sendJsonText } from '../json-text.ts';
import { checkNodeFilter } from '../node-check.ts';
import { pageJson, pageOfRows, requestOf } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { covers, splitShared } from '../topic-text.ts';

export function subscriptionRoutes(app: ApiApp, { broker, node }: Pick<ApiParts, 'broker' | 'node'>): void {
  app.get(
    '/subscriptions',
    {
      schema: {
        tags: ['Subscriptions'],
        summary: 'All subscriptions',
        querystring: SubscriptionQuery,
        response: { 200: pageOf(Subscription), ...refusals(400, 500) },
      },
    },
    async ({ query }, reply) => {
      checkNodeFilter(query.node, node);
      return sendJsonText(reply, await finishInSlices(listPage(query)));
    },
  );

  app.get(
    '/topics',
    {
      schema: {
        tags: ['Topics'],
        summary: 'The distinct topic filters that have a subscriber',
        querystring: TopicQuery,
        response: { 200: pageOf(TopicRow), ...refusals(400, 500) },
      },
    },
    (request) => {
      const { topic, ...query } = request.query;
      checkNodeFilter(query.node, node);
      const topics = topic === undefined ? broker.topics() : broker.hasTopic(topic) ? [topic] : [];
      const page = pageOfRows(topics, query);
      return { ...page, data: page.data.map((filter): TopicRow => ({ topic: filter, node })) };
    },
  );

  app.get(
    '/topics/:topic',
    {
      schema: {
        tags: ['Topics'],
        summary: 'One topic filter',
        params: TopicPath,
        response: { 200: z.array(TopicRow), ...refusals(404) },
      },
    },
    (request) => {
      const { topic } = request.params;
      if (!broker.hasTopic(topic)) throw new ApiError(404, 'TOPIC_NOT_FOUND', 'Topic not found');
      return [{ topic, node }];
    },
  );

  function* listPage(query: SubscriptionQuery): Steps<Buffer> {
    const found = yield* broker.subscriptions({ ...searchOf(broker, query), ...requestOf(query) });
    const row = (view: SubscriptionView) => toSubscription(view, node);
    return yield* pageJson(found, query, row, { uncounted: isFuzzy(query) });
  }
}

/** Whether a filter is used for which EMQX does not count. An exact filter of the same field makes it void. */
function isFuzzy({ topic, match_topic }: SubscriptionQuery): boolean {
  return match_topic !== undefined && topic === undefined;
}

/** @throws ApiError 400 for a `match_topic` that is no plain filter */
function searchOf(
  broker: Broker,
  query: SubscriptionQuery,
): Pick<SubscriptionSearch, 'clientId' | 'accepts'> {
  const { clientid, qos, topic, match_topic, share_group, durable } = query;
  if (
    match_topic !== undefined &&
    (!broker.isTopicFilter(match_topic) || splitShared(match_topic).group !== undefined)
  ) {
    throw new ApiError(400, 'INVALID_PARAMETER', `match_topic is not a topic filter: ${match_topic}`);
  }
  const wider = isFuzzy(query) ? match_topic : undefined;
  const looksAtFilter = topic !== undefined || wider !== undefined || share_group !== undefined;
  // No session is of EMQX's durable kind.
  if (durable === true) return { clientId: clientid, accepts: () => false };
  if (qos === undefined && !looksAtFilter) return { clientId: clientid };
  const accepts = (view: SubscriptionOptions): boolean => {
    if (qos !== undefined && view.qos !== qos) return false;
    if (!looksAtFilter) return true;
    const { group, filter } = splitShared(view.filter);
    return (
      (topic === undefined || filter === topic) &&
      (wider === undefined || covers(wider, filter)) &&
      (share_group === undefined || group === share_group)
    );
  };
  return { clientId: clientid, accepts };
}
