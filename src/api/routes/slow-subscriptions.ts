import {
  DEFAULT_SLOW_DOCUMENT,
  type SlowDocument,
  type SlowSubscription,
  slowSettingsOf,
} from '../../broker/door.ts';
import type { ApiApp } from '../api-app.ts';
import {
  Nothing,
  PageQuery,
  pageOf,
  SlowSubscriptionChange,
  SlowSubscriptionRow,
  SlowSubscriptionSettings,
} from '../contract.ts';
import { pageOfRows } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Slow subscriptions'];

/** The name of the stored settings, which the start of the program reads before the first client comes. */
const DOCUMENT = 'slow_subscriptions';

export function slowSubscriptionRoutes(
  app: ApiApp,
  { broker, documents, node, clock }: Pick<ApiParts, 'broker' | 'documents' | 'node' | 'clock'>,
): void {
  const slow = broker.slowSubscriptions;
  const settings = (): SlowDocument =>
    (documents.get(DOCUMENT, DOCUMENT)?.body as SlowDocument | undefined) ?? DEFAULT_SLOW_DOCUMENT;
  const toRow = ({ clientId, topic, timespan, at }: SlowSubscription): SlowSubscriptionRow => ({
    clientid: clientId,
    node,
    topic,
    timespan: Math.round(timespan),
    last_update_time: at,
  });

  app.get(
    '/slow_subscriptions',
    {
      schema: {
        tags,
        summary: 'Clients that get a topic slowly, the slowest first',
        querystring: PageQuery,
        response: { 200: pageOf(SlowSubscriptionRow), ...refusals(400) },
      },
    },
    ({ query }) => pageOfRows(slow.list(clock.now()).map(toRow), query),
  );

  app.delete(
    '/slow_subscriptions',
    { schema: { tags, summary: 'Forget those that were slow', response: { 204: Nothing } } },
    async (_, reply) => {
      slow.clear();
      return reply.code(204).send();
    },
  );

  app.get(
    '/slow_subscriptions/settings',
    {
      schema: {
        tags,
        summary: 'Whether slow subscriptions are looked for, and how',
        response: { 200: SlowSubscriptionSettings },
      },
    },
    settings,
  );

  app.put(
    '/slow_subscriptions/settings',
    {
      schema: {
        tags,
        summary: 'Change it; what was found by other settings is forgotten',
        body: SlowSubscriptionChange,
        response: { 200: SlowSubscriptionSettings, ...refusals(400) },
      },
    },
    ({ body }) => {
      const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      const changed: SlowDocument = { ...settings(), ...given };
      documents.put(DOCUMENT, DOCUMENT, changed);
      slow.configure(slowSettingsOf(changed));
      return changed;
    },
  );
}
