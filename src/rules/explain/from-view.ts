import type { FromEntry } from '../../sql/door.ts';
import type { ExplanationTexts } from '../../texts/explanation.ts';
import type { FromTarget, TopicRules } from '../event-topics.ts';
import { hears } from '../from-match.ts';
import type { ExplainedEvent } from './explained-event.ts';
import type { SqlPlaces } from './sql-places.ts';

export interface FromView {
  readonly topic: string;
  readonly matched: boolean;
  /** Why not. */
  readonly reason?: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
}

interface Hearing {
  readonly ruleId: string;
  readonly topics: TopicRules;
  /** Whether rules hear messages on `$SYS/…` at present. */
  readonly hearsSystem: boolean;
}

/** Which entries of FROM hear the event, and why the others do not. */
export function explainFrom(
  entries: readonly FromEntry[],
  targets: readonly FromTarget[],
  event: ExplainedEvent,
  hearing: Hearing,
  places: SqlPlaces,
  texts: ExplanationTexts,
): FromView[] {
  return entries.map(({ topic, span }, index) => {
    const target = targets[index];
    const reason = target && deafness(target, topic, event, hearing, texts);
    const { text: _, ...place } = places.at(span);
    return { topic, matched: reason === undefined, reason, ...place };
  });
}

/** Undefined when the entry hears the event. */
function deafness(
  target: FromTarget,
  topic: string,
  { name, source, cause }: ExplainedEvent,
  { ruleId, topics, hearsSystem }: Hearing,
  texts: ExplanationTexts,
): string | undefined {
  if (!hears(target, name, source, topics)) {
    const given = String(source.column('topic'));
    if (name === 'message.publish' && target.kind === 'messages')
      return texts.otherTopic({ name: given, topic });
    return texts.otherEvent({ event: String(source.column('event')), topic });
  }
  if (cause?.silent) return texts.directMessage();
  if (cause?.ruleId === ruleId) return texts.ownMessage();
  const isSystem = name === 'message.publish' && String(source.column('topic')).startsWith('$SYS');
  return isSystem && !hearsSystem ? texts.systemIgnored() : undefined;
}

/** How often the rule runs: events are heard once for each entry, messages once. */
export function timesHeard({ name }: ExplainedEvent, entries: readonly FromView[]): number {
  const matched = entries.filter((entry) => entry.matched).length;
  return name === 'message.publish' || name === 'source.message' ? Math.min(1, matched) : matched;
}
