import type { Value } from './values.ts';

/** One event, as the rule language sees it. */
export interface RowSource {
  /** The column's value; undefined when the event has no such column. `payload` is the text or the bytes as received. */
  column(name: string): Value;
  /** Every column of the event, `metadata` included, in the order in which `*` shall list them. */
  columnNames(): Iterable<string>;
  /**
   * The payload's JSON, decoded once for all rules that look into the same event (`decodePayload` does it).
   * Left out, every evaluation decodes for itself.
   * @throws SqlRuntimeError `decode_json_failed` when the payload is not JSON
   */
  decodedPayload?(): Value;
}

/** What the language may ask of the world. */
export interface SqlHost {
  /** Unix milliseconds. */
  now(): number;
  /** Whether the topic name matches the topic filter, with `#` and `+` not matching a leading `$`. */
  matchesTopic(topic: string, filter: string): boolean;
  /** Uniform in [0, 1). */
  random(): number;
  environment(name: string): string | undefined;
}
