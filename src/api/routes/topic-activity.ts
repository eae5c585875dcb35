import type { TopicLevel, TopicLook, UsedTopic } from '../../broker/door.ts';
import type { PageOf } from '../../lib/page-of.ts';
import type { Steps } from '../../lib/steps.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import {
  type TopicLevelQuery as LevelQuery,
  TopicActivity,
  TopicActivityQuery,
  TopicLevelQuery,
  type TopicLevelRow,
  TopicLevels,
  type TopicUse,
} from '../contract.ts';
import { finishInSlices } from '../in-slices.ts';
import { sendJsonText } from '../json-text.ts';
import { listJson, requestOf } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';
import { readingSearch } from '../topic-search/search-problem.ts';
import { topicTest } from '../topic-search/topic-query.ts';

const tags = ['Topics'];

/** The topics in use. To ask makes the broker count messages by topic, for half a minute. */
export function topicActivityRoutes(app: ApiApp, { broker }: Pick<ApiParts, 'broker'>): void {
  const { topicObserver: observer } = broker;

  app.get(
    '/topic_levels',
    {
      schema: {
        tags,
        summary: 'The levels of the topics in use, one below the other, with what is published there',
        querystring: TopicLevelQuery,
        response: { 200: TopicLevels, ...refusals(400, 404) },
      },
    },
    async ({ query, headers }, reply) => {
      const look = lookOf(query, headers['accept-language']);
      return sendJsonText(reply, await finishInSlices(levels(query, look)));
    },
  );

  app.get(
    '/topic_activity',
    {
      schema: {
        tags,
        summary: 'The topics in use as a list: subscribed to, retained, or published to while somebody asks',
        querystring: TopicActivityQuery,
        response: { 200: TopicActivity, ...refusals(400) },
      },
    },
    async ({ query, headers }, reply) => {
      const look = lookOf(query, headers['accept-language']);
      const order = query.sort === '-rate' ? 'rate' : 'name';
      function* list(): Steps<Buffer> {
        const found = yield* observer.topics(order, look);
        return yield* listJson(found.rows, toUse, metaOf(found, query));
      }
      return sendJsonText(reply, await finishInSlices(list()));
    },
  );

  function* levels(query: LevelQuery, look: TopicLook): Steps<Buffer> {
    const { below } = query;
    const found = yield* observer.levels(below?.slice(0, -1), look);
    if (!found && (below === undefined || query.q === ''))
      throw new ApiError(404, 'NOT_FOUND', 'no topic has these levels');
    const page = found ?? { rows: [], count: 0, hasMore: false };
    const prefix = below ?? '';
    return yield* listJson(page.rows, (level) => toLevel(level, prefix), metaOf(page, query));
  }

  function lookOf(
    query: { readonly q: string; readonly page: number; readonly limit: number },
    language: string | undefined,
  ): TopicLook {
    const { q } = query;
    const accepts = readingSearch(language, (texts) => topicTest(q, texts));
    return { ...requestOf(query), only: q.trim() === '' ? undefined : { name: q, accepts } };
  }

  function metaOf(
    { count = 0, hasMore }: PageOf<unknown>,
    { page, limit }: { readonly page: number; readonly limit: number },
  ) {
    const { since, lasts, missed, leftOut } = observer.figures();
    return {
      page,
      limit,
      count,
      hasnext: hasMore,
      since: toTimestamp(since),
      lasts,
      missed,
      left_out: leftOut,
    };
  }
}

function toLevel(level: TopicLevel, prefix: string): TopicLevelRow {
  const { name, children, topics, rate, topic } = level;
  return {
    ...(topic ? toUse(topic) : UNUSED),
    topic: prefix + name,
    name,
    rate: rounded(rate),
    children: children?.size ?? 0,
    topics,
  };
}

const UNUSED = { subscribed: false, retained: false, messages: 0 };

function toUse({ topic, isSubscribed, isRetained, rate, seen }: UsedTopic): TopicUse {
  return {
    topic,
    subscribed: isSubscribed,
    retained: isRetained,
    messages: seen?.count ?? 0,
    rate: rounded(rate),
    ...(seen && { last_at: toTimestamp(seen.at) }),
    ...(seen && seen.payloadAt > 0 && { last: lastOf(seen) }),
  };
}

function lastOf({ bytes, kept, payloadAt, payloadLength, qos, retain }: NonNullable<UsedTopic['seen']>) {
  const payload = bytes?.toString('base64', 0, kept) ?? '';
  return { at: toTimestamp(payloadAt), payload, size: payloadLength, qos, retain };
}

function rounded(rate: number): number {
  return Math.round(rate * 100) / 100;
}
