import { suggest } from '../../lib/suggest.ts';
import { eventCatalogue, hasPort } from '../event-catalogue.ts';

const known = eventCatalogue.filter(({ event }) => hasPort(event));

/**
 * The topic of an event in whatever spelling: `client.connected`, `$events/client/connected`, `$events/client_connected`.
 * Undefined when there is no such event.
 */
export function topicOfEvent(name: string): string | undefined {
  return known.find(
    ({ event, topic, legacyTopic, testTypes }) =>
      event === name || topic === name || legacyTopic === name || testTypes.includes(name),
  )?.topic;
}

/** What was probably meant. */
export function suggestEvent(name: string): string | undefined {
  return suggest(
    name,
    known.map(({ event }) => event),
  );
}
