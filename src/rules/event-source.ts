import type { JsonDocument, RowSource, Value } from '../sql/door.ts';
import type { ReadContext } from './columns/column.ts';
import { payloadDocument } from './columns/payload-value.ts';
import { valueMap } from './columns/value-map.ts';
import { describedEvent, type EventDescription } from './event-catalogue.ts';
import { eventColumn, type RuleEvent } from './rule-event.ts';

export interface SourceContext extends ReadContext {
  /** The name of the broker's node. */
  readonly node: string;
}

/** One event as the SQL of one rule sees it. A column is made when it is read, so that the others cost nothing. */
export class EventSource implements RowSource {
  readonly #event: RuleEvent;
  readonly #description: EventDescription;
  readonly #ruleId: string;
  readonly #context: SourceContext;

  constructor(event: RuleEvent, ruleId: string, context: SourceContext) {
    this.#event = event;
    this.#description = describedEvent(event.name);
    this.#ruleId = ruleId;
    this.#context = context;
  }

  column(name: string): Value {
    switch (name) {
      case 'event':
        return eventColumn(this.#event);
      case 'timestamp':
        return this.#event.at;
      case 'node':
        return this.#context.node;
      case 'metadata':
        return valueMap([['rule_id', this.#ruleId]]);
      default:
        // The catalogue pairs each event with columns of its own.
        return this.#description.columns.get(name)?.read(this.#event as never, this.#context);
    }
  }

  columnNames(): Iterable<string> {
    return this.#description.columnNames;
  }

  /** A client's data is one object from its CONNECT on, and is what its messages say that they are from. */
  get connection(): object | undefined {
    const event = this.#event;
    if ('client' in event) return event.client;
    return 'message' in event && 'from' in event.message ? event.message.from : undefined;
  }

  payloadDocument(): JsonDocument | undefined {
    return 'message' in this.#event ? payloadDocument(this.#event.message) : undefined;
  }
}

/** An event that somebody made up: the values of its columns, as the SQL tester takes them. */
export class ValuesSource implements RowSource {
  readonly madeUp = true;
  readonly #values: ReadonlyMap<string, Value>;

  constructor(values: ReadonlyMap<string, Value>) {
    this.#values = values;
  }

  column(name: string): Value {
    return this.#values.get(name);
  }

  columnNames(): Iterable<string> {
    return this.#values.keys();
  }
}
