import type { BrokerEvent, Message } from '../broker/door.ts';
import { decodePayload, type RowSource, type Value } from '../sql/door.ts';
import type { ReadContext } from './columns/column.ts';
import { payloadValue } from './columns/payload-value.ts';
import { valueMap } from './columns/value-map.ts';
import { describedEvent, type EventDescription } from './event-catalogue.ts';

export interface SourceContext extends ReadContext {
  /** The name of the broker's node. */
  readonly node: string;
}

/** One event as the SQL of one rule sees it. A column is made when it is read, so that the others cost nothing. */
export class EventSource implements RowSource {
  readonly #event: BrokerEvent;
  readonly #description: EventDescription;
  readonly #ruleId: string;
  readonly #context: SourceContext;

  constructor(event: BrokerEvent, ruleId: string, context: SourceContext) {
    this.#event = event;
    this.#description = describedEvent(event.name);
    this.#ruleId = ruleId;
    this.#context = context;
  }

  column(name: string): Value {
    switch (name) {
      case 'event':
        return this.#event.name;
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

  decodedPayload(): Value {
    return 'message' in this.#event ? decodedOnce(this.#event.message) : undefined;
  }
}

type Decoded = { readonly value: Value } | { readonly error: unknown };

/** What the rules share that look into one message, a refusal included. */
const decoded = new WeakMap<Message, Decoded>();

function decodedOnce(message: Message): Value {
  let result = decoded.get(message);
  if (!result) {
    result = decode(message);
    decoded.set(message, result);
  }
  if ('error' in result) throw result.error;
  return result.value;
}

function decode(message: Message): Decoded {
  try {
    return { value: decodePayload(payloadValue(message)) };
  } catch (error) {
    return { error };
  }
}

/** An event that somebody made up: the values of its columns, as the SQL tester takes them. */
export class ValuesSource implements RowSource {
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
