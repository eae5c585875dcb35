import { z } from 'zod';
import type { Broker, SubscriptionView } from '../../broker/door.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { toSubscription } from '../client-view.ts';
import { pageOf, Subscription, SubscriptionQuery, TopicPath, TopicQuery, TopicRow } from '../contract.ts';
import { checkNodeFilter } from '../node-check.ts';
import { pageOfRows } from '../paging.ts';
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
    (request) => {
      const { query } = request;
      checkNodeFilter(query.node, node);
      const page = pageOfRows(filterSubscriptions(broker, query), query, {
        uncounted: query.match_topic !== undefined,
      });
      return { ...page, data: page.data.map((view) => toSubscription(view, node)) };
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
      const topics = broker.topics().filter((filter) => topic === undefined || filter === topic);
      return pageOfRows(
        topics.map((filter): TopicRow => ({ topic: filter, node })),
        query,
      );
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
      if (!broker.topics().includes(topic)) throw new ApiError(404, 'TOPIC_NOT_FOUND', 'Topic not found');
      return [{ topic, node }];
    },
  );
}

/** @throws ApiError 400 for a `match_topic` that is no plain filter */
function filterSubscriptions(broker: Broker, query: SubscriptionQuery): SubscriptionView[] {
  const { clientid, qos, topic, match_topic, share_group, durable } = query;
  if (
    match_topic !== undefined &&
    (!broker.isTopicFilter(match_topic) || splitShared(match_topic).group !== undefined)
  ) {
    throw new ApiError(400, 'INVALID_PARAMETER', `match_topic is not a topic filter: ${match_topic}`);
  }
  // No session is of EMQX's durable kind.
  if (durable === true) return [];
  return broker.subscriptions().filter((view) => {
    const { group, filter } = splitShared(view.filter);
    return (
      (clientid === undefined || view.clientId === clientid) &&
      (qos === undefined || view.qos === qos) &&
      (topic === undefined || match_topic !== undefined || filter === topic) &&
      (match_topic === undefined || covers(match_topic, filter)) &&
      (share_group === undefined || group === share_group)
    );
  });
}
