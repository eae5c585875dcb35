import type { RecordedEvent } from '../../journal/door.ts';
import type { Steps } from '../../lib/steps.ts';
import { namesOf, timesHeard } from '../backtest/recorded-hearing.ts';
import type { TopicRules } from '../event-topics.ts';
import type { LiveRule } from '../live-rule.ts';
import { RecordedSource } from '../recorded-columns.ts';
import { isKnown } from './explained-event.ts';

/** The ids of the rules that are on and, as they are now, match each of the events; nothing is sent, counted or remembered. */
export function* ruleHits(
  records: readonly RecordedEvent[],
  rules: Iterable<LiveRule>,
  topics: Pick<TopicRules, 'topicMatchesFilter'>,
  hearsSystem: boolean,
): Steps<string[][]> {
  const hits: string[][] = records.map(() => []);
  for (const { id, definition, statement } of rules) {
    if (!definition.enable) continue;
    const { targets } = statement;
    const names = new Set(namesOf(targets));
    for (const [index, record] of records.entries()) {
      if (!names.has(record.event) || !isKnown(record.event)) continue;
      const source = new RecordedSource(record.event, record.columns, id);
      const hearing = { targets, topics, hearsSystem };
      if (timesHeard(record.event, source.column('topic'), hearing) > 0 && matches(statement, source))
        (hits[index] as string[]).push(id);
      yield;
    }
    yield;
  }
  return hits;
}

function matches({ evaluate }: LiveRule['statement'], source: RecordedSource): boolean {
  try {
    return evaluate(source).length > 0;
  } catch {
    // A rule that fails on an event does nothing with it.
    return false;
  }
}
