import { JsonDocument } from './json-document.ts';
import type { KeyPath } from './key-path.ts';
import { walkKeys } from './path-steps.ts';
import type { RowSource } from './row-source.ts';
import { isText, type Value, type ValueMap } from './values.ts';

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
  #document: JsonDocument | undefined;
  /** Of a payload that is no text: it is its own value. */
  #given: { readonly payload: Value } | undefined;

  constructor(source: RowSource) {
    this.source = source;
  }

  column(name: string): Value {
    return this.source.column(name);
  }

  /** @throws SqlRuntimeError `decode_json_failed` */
  decodedPayload(): Value {
    const document = this.#decode();
    return document ? document.value() : this.#given?.payload;
  }

  /** What a path of keys in the payload leads to. @throws SqlRuntimeError `decode_json_failed` */
  payloadAt(path: KeyPath): Value {
    const document = this.#decode();
    return document ? document.at(path) : walkKeys(this.#given?.payload, path.keys);
  }

  /** The number there, whichever way it is written; undefined when `payloadAt` has to be asked. */
  payloadNumberAt(path: KeyPath): number | undefined {
    return this.#decode()?.numberAt(path);
  }

  /** @throws SqlRuntimeError `decode_json_failed` when the payload is not JSON */
  openPayload(): void {
    this.#decode();
  }

  #decode(): JsonDocument | undefined {
    if (this.#document !== undefined || this.#given !== undefined) return this.#document;
    this.#document = this.source.payloadDocument?.();
    if (this.#document !== undefined) return this.#document;
    const payload = this.column('payload');
    if (isText(payload)) this.#document = new JsonDocument(payload);
    else this.#given = { payload };
    return this.#document;
  }

  /** Adds every column to the row. */
  addTo(row: ValueMap): void {
    for (const name of this.source.columnNames()) row[name] = this.source.column(name);
  }
}

/** A scope that is the columns of its event, too: there is one for each evaluation. */
export class EventScope extends EventColumns implements Scope {
  locals: ValueMap;
  outputs: ValueMap;

  constructor(source: RowSource, locals: ValueMap, outputs: ValueMap) {
    super(source);
    this.locals = locals;
    this.outputs = outputs;
  }

  get columns(): EventColumns {
    return this;
  }
}
