import { z } from 'zod';
import {
  autoSubscription,
  MOST_AUTO_SUBSCRIPTIONS,
  MOST_REWRITE_RULES,
  rewriteRule,
} from '../../broker/door.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Topics of clients'];

/** The names of what is stored, which the start of the program reads before the first client comes. */
const REWRITE = 'topic_rewrite';
const AUTO_SUBSCRIBE = 'auto_subscribe';

const rules = z.array(rewriteRule);
const subscriptions = z.array(autoSubscription);

/** What the broker makes of the topics of clients: rules that rewrite them, and what every client is subscribed to. */
export function clientTopicRoutes(
  app: ApiApp,
  { broker, documents }: Pick<ApiParts, 'broker' | 'documents'>,
): void {
  app.get(
    '/mqtt/topic_rewrite',
    { schema: { tags, summary: 'The rules that rewrite topics', response: { 200: rules } } },
    () => [...broker.rewriter.rules],
  );

  app.put(
    '/mqtt/topic_rewrite',
    {
      schema: {
        tags,
        summary: 'Replace the rules that rewrite topics',
        body: rules,
        response: { 200: rules, ...refusals(400, 413) },
      },
    },
    ({ body }) => {
      if (body.length > MOST_REWRITE_RULES)
        throw new ApiError(413, 'EXCEED_LIMIT', `There are at most ${MOST_REWRITE_RULES} rules`);
      documents.put(REWRITE, REWRITE, body);
      broker.rewriter.configure(body);
      return body;
    },
  );

  app.get(
    '/mqtt/auto_subscribe',
    {
      schema: {
        tags,
        summary: 'What every client is subscribed to when it connects',
        response: { 200: subscriptions },
      },
    },
    () => [...broker.autoSubscriptions],
  );

  app.put(
    '/mqtt/auto_subscribe',
    {
      schema: {
        tags,
        summary: 'Replace what every client is subscribed to, from the next one on',
        body: subscriptions,
        response: { 200: subscriptions, ...refusals(400, 409) },
      },
    },
    ({ body }) => {
      if (body.length > MOST_AUTO_SUBSCRIPTIONS)
        throw new ApiError(409, 'EXCEED_LIMIT', `There are at most ${MOST_AUTO_SUBSCRIPTIONS} of them`);
      documents.put(AUTO_SUBSCRIBE, AUTO_SUBSCRIBE, body);
      broker.autoSubscriptions = body;
      return body;
    },
  );
}
