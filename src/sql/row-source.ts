import type { JsonDocument } from './json-document.ts';
import type { RuleMemory } from './memory/rule-memory.ts';
import type { Value } from './values.ts';

/** One event, as the rule language sees it. */
export interface RowSource {
  /** The column's value; undefined when the event has no such column. `payload` is the text or the bytes as received. */
  column(name: string): Value;
  /** Every column of the event, `metadata` included, in the order in which `*` shall list them. */
  columnNames(): Iterable<string>;
  /**
   * The payload's JSON, parsed once for all rules that look into the same event. Left out, every evaluation decodes for
   * itself.
   * @throws SqlRuntimeError `decode_json_failed` when the payload is not JSON
   */
  payloadDocument?(): JsonDocument | undefined;
  /** Stands for the connection that caused the event, as long as there is one: what proc_dict_put() keeps goes with it. */
  readonly connection?: object | undefined;
  /** Somebody tries a rule: nothing may come of it that outlives the event. */
  readonly madeUp?: boolean | undefined;
}

/** What the language may ask of the world. */
export interface SqlHost {
  /** Unix milliseconds. */
  now(): number;
  /** Milliseconds of a clock by which an evaluation is cut off, where `now` tells another time than that of the clock. */
  stopwatch?(): number;
  /** Whether the topic name matches the topic filter, with `#` and `+` not matching a leading `$`. */
  matchesTopic(topic: string, filter: string): boolean;
  /** Uniform in [0, 1). */
  random(): number;
  environment(name: string): string | undefined;
  /** A random one, of version 4. */
  uuid(): string;
  /** What rules remember. */
  readonly memory: RuleMemory;
  readonly schemas: SqlSchemas;
  /** Milliseconds of a jq program whose call does not say it. */
  jqTimeout(): number;
}

/** The schemas by which `schema_decode` and its kin read and write. */
export interface SqlSchemas {
  /** Undefined when there is none of the name. @throws SqlRuntimeError when there is one that cannot be used */
  find(name: string): SqlSchema | undefined;
  readonly sparkplug: SqlSchema;
  /** Sparkplug B with values as their data types mean them. */
  readonly typedSparkplug: SqlSchema;
}

/** Values to bytes and back, as a schema says. What does not fit is a SqlRuntimeError. */
export interface SqlSchema {
  readonly type: string;
  /** @param messageType of Protobuf, which needs one */
  encode(value: Value, messageType?: string): string | Buffer;
  decode(bytes: Buffer, messageType?: string): Value;
}
