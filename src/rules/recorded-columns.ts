import type { BrokerEvent } from '../broker/door.ts';
import { fromJsonText, isMap, type RowSource, type Value } from '../sql/door.ts';
import { Float, newMap, type ValueMap } from '../sql/values.ts';
import type { Column, ReadContext } from './columns/column.ts';
import { valueMap } from './columns/value-map.ts';
import { describedEvent, type EventDescription } from './event-catalogue.ts';

/**
 * All columns of an event as a JSON object that keeps what JSON cannot say: bytes are `{"$bytes":"base64"}`, a missing
 * value inside of another is `{"$missing":true}`, floats have their point, integers all their digits, and a map with a key
 * like these is `{"$map":{…}}`. Columns without a value are left out. `metadata`, which is the rule's, is not in it.
 */
export function recordedColumns(event: BrokerEvent, node: string, context: ReadContext): string {
  let writer = writers.get(event.name);
  if (!writer) {
    writer = writerOf(event.name);
    writers.set(event.name, writer);
  }
  let text = `${writer.head}${event.at},"node":${JSON.stringify(node)}`;
  for (const { key, read } of writer.columns) {
    const value = read(event as never, context);
    if (typeof value === 'string') text += key + JSON.stringify(value);
    else if (value !== undefined) text += key + written(value);
  }
  return `${text}}`;
}

/** What of the text is the same for all events of a name. */
interface ColumnWriter {
  readonly head: string;
  readonly columns: ReadonlyArray<{ readonly key: string; readonly read: Column<never>['read'] }>;
}

const writers = new Map<BrokerEvent['name'], ColumnWriter>();

function writerOf(name: BrokerEvent['name']): ColumnWriter {
  // The names of events and columns need no escapes.
  return {
    head: `{"event":"${name}","timestamp":`,
    columns: [...describedEvent(name).columns].map(([column, { read }]) => ({ key: `,"${column}":`, read })),
  };
}

const BYTES = '$bytes';
const MISSING = '$missing';
const MAP = '$map';
const DOLLAR = 0x24;

function written(value: Value): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'undefined':
      return `{"${MISSING}":true}`;
    default:
      return value === null ? 'null' : writtenObject(value);
  }
}

function writtenObject(value: object): string {
  if (value instanceof Float) return writtenFloat(value.value);
  if (Buffer.isBuffer(value)) return `{"${BYTES}":"${value.toString('base64')}"}`;
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  let text = '';
  let isAmbiguous = false;
  // Maps inherit nothing.
  for (const key in value) {
    const item = (value as ValueMap)[key];
    if (key.charCodeAt(0) === DOLLAR && (key === BYTES || key === MISSING || key === MAP)) isAmbiguous = true;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${written(item)}`;
  }
  return isAmbiguous ? `{"${MAP}":{${text}}}` : `{${text}}`;
}

function writtenFloat(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** An event that was recorded, as the SQL of a rule saw it when it happened. */
export class RecordedSource implements RowSource {
  readonly madeUp = true;
  readonly #columns: ValueMap;
  readonly #description: EventDescription;
  readonly #ruleId: string;

  /** @throws SyntaxError when these are not columns that `recordedColumns` wrote */
  constructor(event: BrokerEvent['name'], columns: string, ruleId: string) {
    const read = fromJsonText(columns);
    if (!isMap(read)) throw new SyntaxError('recorded columns are not a JSON object');
    this.#columns = read;
    this.#description = describedEvent(event);
    this.#ruleId = ruleId;
  }

  column(name: string): Value {
    if (name === 'metadata') return valueMap([['rule_id', this.#ruleId]]);
    return Object.hasOwn(this.#columns, name) ? restored(this.#columns[name]) : undefined;
  }

  columnNames(): Iterable<string> {
    return this.#description.columnNames;
  }
}

function restored(value: Value): Value {
  if (Array.isArray(value)) return value.map(restored);
  if (!isMap(value)) return value;
  const { [BYTES]: bytes, [MISSING]: missing, [MAP]: inner } = value;
  if (typeof bytes === 'string') return Buffer.from(bytes, 'base64');
  if (missing === true) return undefined;
  const map = newMap();
  for (const [key, item] of Object.entries(isMap(inner) ? inner : value)) map[key] = restored(item);
  return map;
}
