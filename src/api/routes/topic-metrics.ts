import { z } from 'zod';
import { type CountedTopic, MOST_COUNTED_TOPICS, TOPIC_COUNTERS } from '../../broker/door.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import {
  Nothing,
  TopicMetricsDraft,
  TopicMetricsPath,
  TopicMetricsReset,
  TopicMetricsRow,
} from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestampOfSeconds } from '../timestamps.ts';

const tags = ['Topics'];

/** The name of the stored topics, which the start of the program reads before the first client comes. */
const DOCUMENT = 'topic_metrics';

/** The figures of single topics. EMQX describes 204 for POST and PUT, and answers with the figures; so do these. */
export function topicMetricsRoutes(
  app: ApiApp,
  { broker, documents }: Pick<ApiParts, 'broker' | 'documents'>,
): void {
  const { topicMetrics: metrics } = broker;
  const store = () =>
    documents.put(
      DOCUMENT,
      DOCUMENT,
      metrics.list().map(({ topic }) => ({ topic })),
    );

  app.get(
    '/mqtt/topic_metrics',
    {
      schema: {
        tags,
        summary: 'The topics whose messages are counted, with their figures',
        response: { 200: z.array(TopicMetricsRow) },
      },
    },
    () => metrics.list().map(toRow),
  );

  app.post(
    '/mqtt/topic_metrics',
    {
      schema: {
        tags,
        summary: 'Count the messages of a topic from now on',
        body: TopicMetricsDraft,
        response: { 200: TopicMetricsRow, ...refusals(400, 409) },
      },
    },
    ({ body: { topic } }) => {
      if (topic === '') throw new ApiError(400, 'BAD_REQUEST', 'Topic can not be empty');
      if (/[+#]/.test(topic)) throw new ApiError(400, 'BAD_TOPIC', 'Wildcard topic is not supported');
      if (!broker.isTopicName(topic))
        throw new ApiError(400, 'BAD_TOPIC', 'Nothing can be published to this topic');
      if (metrics.get(topic)) throw new ApiError(400, 'BAD_TOPIC', 'Topic already registered');
      const counted = metrics.count(topic);
      if (!counted)
        throw new ApiError(409, 'EXCEED_LIMIT', `Max topic metrics count is ${MOST_COUNTED_TOPICS}`);
      store();
      return toRow(counted);
    },
  );

  app.put(
    '/mqtt/topic_metrics',
    {
      schema: {
        tags,
        summary: 'Begin to count from 0 again: one topic, or all of them',
        body: TopicMetricsReset,
        response: { 200: z.union([TopicMetricsRow, z.array(TopicMetricsRow)]), ...refusals(400, 404) },
      },
    },
    ({ body: { topic } }) => {
      if (topic === undefined) {
        for (const counted of metrics.list()) metrics.reset(counted.topic);
        return metrics.list().map(toRow);
      }
      if (!metrics.reset(topic)) throw notFound();
      return figuresOf(topic);
    },
  );

  app.get(
    '/mqtt/topic_metrics/:topic',
    {
      schema: {
        tags,
        summary: 'The figures of one topic',
        params: TopicMetricsPath,
        response: { 200: TopicMetricsRow, ...refusals(404) },
      },
    },
    ({ params }) => figuresOf(params.topic),
  );

  app.delete(
    '/mqtt/topic_metrics/:topic',
    {
      schema: {
        tags,
        summary: 'Count the messages of a topic no more',
        params: TopicMetricsPath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async ({ params }, reply) => {
      if (!metrics.forget(params.topic)) throw notFound();
      store();
      return reply.code(204).send();
    },
  );

  function figuresOf(topic: string): TopicMetricsRow {
    const counted = metrics.get(topic);
    if (!counted) throw notFound();
    return toRow(counted);
  }
}

function notFound(): ApiError {
  return new ApiError(404, 'TOPIC_NOT_FOUND', 'Topic not found');
}

function toRow({ topic, since, resetAt, counts, rates }: CountedTopic): TopicMetricsRow {
  const figures = TOPIC_COUNTERS.flatMap((name, index) => [
    [`${name}.count`, counts[index] ?? 0],
    [`${name}.rate`, Math.round((rates[index] ?? 0) * 10_000) / 10_000],
  ]);
  return {
    topic,
    create_time: toTimestampOfSeconds(since),
    ...(resetAt !== undefined && { reset_time: toTimestampOfSeconds(resetAt) }),
    metrics: Object.fromEntries(figures) as TopicMetricsRow['metrics'],
  };
}
