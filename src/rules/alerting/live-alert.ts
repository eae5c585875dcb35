import type { AlertRaiser } from '../../alerts/door.ts';
import type { RowSource } from '../../sql/door.ts';
import { RowTemplate } from '../row-template.ts';
import type { ReadyStatement } from '../rule-compiler.ts';
import { AlertRow } from './alert-row.ts';

/** The alert of a rule at work. */
export class LiveAlert {
  readonly raiser: AlertRaiser;
  readonly resolver: ReadyStatement | undefined;
  /** The rule has no alert any more: what it heard before and gets to now raises none. */
  isOver = false;
  /** Rows without a key. */
  keysMissing = 0;
  /** Events that wait for the rule, or are at work: they may raise an alert before the one at hand can end it. */
  ahead = 0;

  constructor(raiser: AlertRaiser, resolver: ReadyStatement | undefined) {
    this.raiser = raiser;
    this.resolver = resolver;
  }

  /** Counts a row without a key; whether it is worth a word, which one in a thousand is. */
  missKey(): boolean {
    return this.keysMissing++ % 1000 === 0;
  }

  /** Whether an event could end anything; when it could not, it need not even be kept. */
  get mayEnd(): boolean {
    return this.ahead > 0 || this.raiser.hasUnresolved;
  }

  /** @throws SqlRuntimeError when the statement fails */
  clear(source: RowSource, at: number): void {
    if (!this.resolver || !this.raiser.hasUnresolved) return;
    const sequence = source.column('sequence');
    for (const row of this.resolver.evaluate(source)) {
      this.raiser.clear({
        row: new AlertRow(new RowTemplate(row), source),
        at,
        sequence: typeof sequence === 'number' ? sequence : undefined,
      });
    }
  }
}
