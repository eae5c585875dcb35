import type { BrokerEvent, Message } from '../broker/door.ts';

/** A message as a source took it from another broker. It is nobody's PUBLISH here: its publisher is unknown. */
export type ReceivedMessage = Omit<Message, 'from'>;

/** What a source brought in; sources are what `FROM "$bridges/mqtt:name"` names. */
export interface SourceMessage {
  readonly name: 'source.message';
  readonly at: number;
  /** `mqtt:name` */
  readonly source: string;
  /** `host:port` of the other broker. */
  readonly server: string;
  readonly message: ReceivedMessage;
}

/** Everything that a rule can be about. */
export type RuleEvent = BrokerEvent | SourceMessage;

/** The column `event`: of a source, the topic that names it. */
export function eventColumn(event: RuleEvent): string {
  return event.name === 'source.message' ? `$bridges/${event.source}` : event.name;
}
