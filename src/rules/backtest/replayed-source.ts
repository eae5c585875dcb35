import type { RowSource, Value } from '../../sql/door.ts';

/** An event of the past as one that happens now: what the rule keeps in memory stays for the events that follow. */
export class ReplayedSource implements RowSource {
  readonly #recorded: RowSource;
  readonly connection: object | undefined;

  constructor(recorded: RowSource, connection: object | undefined) {
    this.#recorded = recorded;
    this.connection = connection;
  }

  column(name: string): Value {
    return this.#recorded.column(name);
  }

  columnNames(): Iterable<string> {
    return this.#recorded.columnNames();
  }
}
