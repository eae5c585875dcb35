import type { BrokerEvent } from '../../broker/door.ts';
import { formatEventId, type RecordedEvent } from '../../journal/door.ts';
import type { RowSource } from '../../sql/door.ts';
import { describedEvent, eventCatalogue } from '../event-catalogue.ts';
import { EventSource, type SourceContext } from '../event-source.ts';
import type { FromTarget } from '../event-topics.ts';
import type { Origin } from '../message-origins.ts';
import { RecordedSource } from '../recorded-columns.ts';
import { RuleError } from '../rule-error.ts';
import type { RuleEvent } from '../rule-event.ts';
import { adopted, madeUpEvent, type RuleTest, type TestSurroundings, testedEvent } from '../rule-test.ts';

/** The event that is explained. */
export interface ExplainedEvent {
  readonly name: RuleEvent['name'];
  readonly origin: 'given' | 'journal' | 'live';
  /** In the journal. */
  readonly id?: string | undefined;
  /** Nothing that a rule remembers is changed by it. */
  readonly source: RowSource;
  /** The rules through which its message came. */
  readonly cause: Origin | undefined;
}

/** An event that somebody made up. @throws RuleError BAD_REQUEST */
export function givenEvent(
  context: RuleTest['context'],
  targets: readonly FromTarget[],
  surroundings: TestSurroundings,
): ExplainedEvent {
  const { event_type, ...columns } = context;
  const description = testedEvent(event_type);
  const { source } = madeUpEvent({ targets }, description, adopted(columns), surroundings);
  return { name: description.event, origin: 'given', source, cause: undefined };
}

/** An event that was recorded. @throws RuleError BAD_REQUEST for one that rules do not know */
export function recordedEvent(record: RecordedEvent, ruleId: string): ExplainedEvent {
  const id = formatEventId(record);
  if (!isKnown(record.event))
    throw new RuleError('BAD_REQUEST', `${id} is ${record.event}, which is no event of rules`);
  const source = new RecordedSource(record.event, record.columns, ruleId);
  return { name: record.event, origin: 'journal', id, source, cause: undefined };
}

export function isKnown(name: string): name is BrokerEvent['name'] {
  return name !== 'source.message' && eventCatalogue.some(({ event }) => event === name);
}

/** An event that happens. */
export function liveEvent(
  event: RuleEvent,
  ruleId: string,
  context: SourceContext,
  cause: Origin | undefined,
): ExplainedEvent {
  return { name: event.name, origin: 'live', source: new TriedSource(event, ruleId, context), cause };
}

class TriedSource extends EventSource {
  readonly madeUp = true;
}

/** As `context.event_type` of the tester calls it. */
export function testTypeOf({ name }: ExplainedEvent): string | undefined {
  return describedEvent(name).testTypes[0];
}
