import type { RememberedClients } from '../../journal/door.ts';
import type { Steps } from '../../lib/steps.ts';
import type { ApiApp } from '../api-app.ts';
import { notStored } from '../api-error.ts';
import { parseFor } from '../client-search/parse-for.ts';
import { remembering } from '../client-search/remembering.ts';
import { toSubscription } from '../client-view.ts';
import {
  FoundSubscriptions,
  SubscriptionSearchQuery,
  UnsubscribedFound,
  UnsubscribeFoundBody,
} from '../contract.ts';
import { finishInSlices, inSlices } from '../in-slices.ts';
import { sendJsonText } from '../json-text.ts';
import { listJson } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { subscriptionCursor, subscriptionPlace } from '../subscription-search/cursor.ts';
import {
  matchingSubscriptions,
  type SubscriptionSort,
  searchSubscriptions,
} from '../subscription-search/search-subscriptions.ts';
import { parseSubscriptionQuery, type SubscriptionQuery } from '../subscription-search/subscription-query.ts';

const tags = ['Subscriptions'];

/** One search over all subscriptions, by their words and those of whoever has them. */
export function subscriptionSearchRoutes(
  app: ApiApp,
  parts: Pick<ApiParts, 'broker' | 'journal' | 'clock' | 'node' | 'rules'> & {
    readonly remembered: RememberedClients;
  },
): void {
  const { broker, journal, clock, node, remembered, rules } = parts;
  const clients = { broker, remembered, rules };

  app.get(
    '/subscription_search',
    {
      schema: {
        tags,
        summary: 'Subscriptions by words; counted',
        querystring: SubscriptionSearchQuery,
        response: { 200: FoundSubscriptions, ...refusals(400, 503) },
      },
    },
    async ({ query, headers }, reply) => {
      const parsed = parseFor(headers['accept-language'], (texts) => parseSubscriptionQuery(query.q, texts));
      await remembering(remembered, journal);
      return sendJsonText(reply, await finishInSlices(list(query, parsed)));
    },
  );

  app.post(
    '/subscription_search/unsubscribe',
    {
      schema: {
        tags,
        summary: 'End all subscriptions that fit, or some of them; `dry_run` counts them',
        body: UnsubscribeFoundBody,
        response: { 200: UnsubscribedFound, ...refusals(400, 503) },
      },
    },
    async ({ body, headers }) => {
      const parsed = parseFor(headers['accept-language'], (texts) => parseSubscriptionQuery(body.q, texts));
      await remembering(remembered, journal);
      let found = await finishInSlices(matchingSubscriptions(clients, parsed, clock.now()));
      if (body.subscriptions) {
        const wanted = new Set(body.subscriptions.map(({ clientid, topic }) => nameOf(clientid, topic)));
        found = found.filter(({ clientId, filter }) => wanted.has(nameOf(clientId, filter)));
      }
      const result = { count: found.length, clients: new Set(found.map(({ clientId }) => clientId)).size };
      if (body.dry_run) return result;
      if (broker.isFailing) throw notStored();
      await inSlices(found, ({ clientId, filter }) => {
        broker.unsubscribe(clientId, filter);
      });
      return result;
    },
  );

  function* list(query: SubscriptionSearchQuery, parsed: SubscriptionQuery): Steps<Buffer> {
    const { sort, cursor, limit } = query;
    const order = { name: sort.replace(/^-/, '') as SubscriptionSort, isDescending: sort.startsWith('-') };
    const {
      rows,
      count,
      clients: owners,
    } = yield* searchSubscriptions(clients, {
      query: parsed,
      order,
      after: subscriptionPlace(cursor),
      limit,
      now: clock.now(),
    });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const meta: FoundSubscriptions['meta'] = {
      count,
      clients: owners,
      ...(last && rows.length > limit && { cursor: subscriptionCursor(last) }),
    };
    return yield* listJson(shown, (view) => toSubscription(view, node), meta);
  }
}

function nameOf(clientId: string, topic: string): string {
  return JSON.stringify([clientId, topic]);
}
