/** What an event says, by the names of its columns. What is not given is missing, as `undefined` in SQL. */
export interface RuleInput {
  /** `message.publish`, `client.disconnected`, …; when absent, what the rule is about. */
  readonly event?: string | undefined;
  /** Of a message: text or bytes; any other value stands for its JSON. */
  readonly payload?: unknown;
  readonly [column: string]: unknown;
}

/** A row as an action sends it: JSON, in which a value that is missing is the word `undefined`. */
export type RuleRow = Readonly<Record<string, unknown>>;

export interface CompiledRule {
  /** The topics and events of FROM. */
  readonly from: readonly string[];
  /** What is probably not meant, as sentences with their places. */
  readonly warnings: readonly string[];
  /**
   * The rows that the rule makes of an event: none when it is not about it, or its WHERE says no.
   * @throws Error when the SQL fails on this event, or there is no such event
   */
  run(event: RuleInput): RuleRow[];
}

export interface CompileOptions {
  /** The clock of `now_timestamp()` and the like, Unix milliseconds. */
  readonly now?: (() => number) | undefined;
  /** EMQX's meaning of `reason != "normal"`: a column called normal. */
  readonly strictQuotes?: boolean | undefined;
}
