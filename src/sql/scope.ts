import { decodePayload } from './json.ts';
import type { RowSource } from './row-source.ts';
import type { Value, ValueMap } from './values.ts';

/** What a compiled expression reads: outputs lie over locals, locals over the columns of the event. */
export interface Scope {
  readonly columns: EventColumns;
  /** The helpers and the element of FOREACH. */
  readonly locals: ValueMap;
  /** What the items of this SELECT or DO have made so far. */
  readonly outputs: ValueMap;
}

/** A compiled expression. */
export type Evaluate = (scope: Scope) => Value;
/** A compiled condition. */
export type Test = (scope: Scope) => boolean;

/** The columns of one event during one evaluation; the payload is decoded once, when it is first looked into. */
export class EventColumns {
  readonly source: RowSource;
  #decoded: { readonly payload: Value } | undefined;

  constructor(source: RowSource) {
    this.source = source;
  }

  column(name: string): Value {
    return this.source.column(name);
  }

  /** @throws SqlRuntimeError `decode_json_failed` */
  decodedPayload(): Value {
    this.#decoded ??= { payload: this.#decode() };
    return this.#decoded.payload;
  }

  #decode(): Value {
    return this.source.decodedPayload ? this.source.decodedPayload() : decodePayload(this.column('payload'));
  }

  /** Adds every column to the row. */
  addTo(row: ValueMap): void {
    for (const name of this.source.columnNames()) row[name] = this.source.column(name);
  }
}
