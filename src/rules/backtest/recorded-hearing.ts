import type { PortEvent } from '../event-catalogue.ts';
import type { FromTarget, TopicRules } from '../event-topics.ts';

/** What decides whether a rule hears an event of which only the columns are left. */
export interface HearingRules {
  readonly targets: readonly FromTarget[];
  readonly topics: Pick<TopicRules, 'topicMatchesFilter'>;
  /** Whether rules hear messages on `$SYS/…`. */
  readonly hearsSystem: boolean;
}

/** The events of FROM, by their names in the journal. Those of sources are in none. */
export function namesOf(targets: readonly FromTarget[]): string[] {
  const names = targets.flatMap((target): readonly string[] => {
    if (target.kind === 'events') return target.events;
    return target.kind === 'messages' ? ['message.publish'] : [];
  });
  return [...new Set(names)];
}

/** How many times a rule hears the event: once for each entry of FROM that names it, a message once for all. */
export function timesHeard(event: string, topic: unknown, rules: HearingRules): number {
  if (event !== 'message.publish') {
    return rules.targets.filter(
      (target) => target.kind === 'events' && target.events.includes(event as PortEvent),
    ).length;
  }
  if (typeof topic !== 'string') return 0;
  const isHeard = rules.targets.some(
    (target) =>
      target.kind === 'messages' &&
      rules.topics.topicMatchesFilter(topic, target.filter) &&
      (rules.hearsSystem || !target.filter.startsWith('$SYS')),
  );
  return isHeard ? 1 : 0;
}
