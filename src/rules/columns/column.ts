import type { Value } from '../../sql/door.ts';

/** `ms` and `us` are times in Unix milliseconds and microseconds, integers like the others. */
export type ColumnType = 'text' | 'int' | 'bool' | 'map' | 'ms' | 'us';

/** What people read, in both languages. */
export interface Wording {
  readonly en: string;
  readonly zh: string;
}

/** What a column needs to know besides its event. */
export interface ReadContext {
  /** The name of an MQTT 5 reason code, which the events of MQTT 3 clients carry too. */
  reasonCodeName(code: number): string;
}

/** One column of an event: how rules read it, and what the documentation and the SQL tester say of it. */
export interface Column<Event> {
  readonly type: ColumnType;
  readonly help: Wording;
  /** What the SQL tester takes when nothing is given; for a time it takes the present instead. */
  readonly example: Value;
  readonly read: Read<Event>;
}

/** In the order in which `SELECT *` and the documentation list them. */
export type Columns<Event> = { readonly [name: string]: Column<Event> };

type Read<Event> = (event: Event, context: ReadContext) => Value;

export function text<Event>(example: string | undefined, help: Wording, read: Read<Event>): Column<Event> {
  return { type: 'text', example, help, read };
}

export function int<Event>(example: number, help: Wording, read: Read<Event>): Column<Event> {
  return { type: 'int', example, help, read };
}

export function bool<Event>(example: boolean, help: Wording, read: Read<Event>): Column<Event> {
  return { type: 'bool', example, help, read };
}

export function map<Event>(example: Value, help: Wording, read: Read<Event>): Column<Event> {
  return { type: 'map', example, help, read };
}

/** Unix milliseconds. */
export function time<Event>(help: Wording, read: Read<Event>): Column<Event> {
  return { type: 'ms', example: undefined, help, read };
}

/** Unix microseconds, from milliseconds. */
export function microseconds<Event>(
  help: Wording,
  read: (event: Event) => number | undefined,
): Column<Event> {
  const scaled = (event: Event): Value => {
    const time = read(event);
    return time === undefined ? undefined : time * 1000;
  };
  return { type: 'us', example: undefined, help, read: scaled };
}

/** What the SQL tester takes for a column at a moment (Unix milliseconds). */
export function exampleAt<Event>({ type, example }: Column<Event>, now: number): Value {
  if (type === 'ms') return now;
  return type === 'us' ? now * 1000 : example;
}
