import type { Value } from '../../sql/door.ts';

/** `ms` is a time in Unix milliseconds, an integer like the others. */
export type ColumnType = 'text' | 'int' | 'bool' | 'map' | 'ms';

/** What a column needs to know besides its event. */
export interface ReadContext {
  /** The name of an MQTT 5 reason code, which the events of MQTT 3 clients carry too. */
  reasonCodeName(code: number): string;
}

/** One column of an event: how rules read it, and what the documentation and the SQL tester say of it. */
export interface Column<Event> {
  readonly type: ColumnType;
  readonly help: string;
  /** What the SQL tester takes when nothing is given; for a time it takes the present instead. */
  readonly example: Value;
  readonly read: Read<Event>;
}

/** In the order in which `SELECT *` and the documentation list them. */
export type Columns<Event> = { readonly [name: string]: Column<Event> };

type Read<Event> = (event: Event, context: ReadContext) => Value;

export function text<Event>(example: string | undefined, help: string, read: Read<Event>): Column<Event> {
  return { type: 'text', example, help, read };
}

export function int<Event>(example: number, help: string, read: Read<Event>): Column<Event> {
  return { type: 'int', example, help, read };
}

export function bool<Event>(example: boolean, help: string, read: Read<Event>): Column<Event> {
  return { type: 'bool', example, help, read };
}

export function map<Event>(example: Value, help: string, read: Read<Event>): Column<Event> {
  return { type: 'map', example, help, read };
}

export function time<Event>(help: string, read: Read<Event>): Column<Event> {
  return { type: 'ms', example: undefined, help, read };
}
