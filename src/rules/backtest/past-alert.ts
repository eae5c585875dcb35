import {
  type AlertDraft,
  Rehearsal,
  type RehearsalOptions,
  type RehearsalReport,
} from '../../alerts/door.ts';
import type { RecordedEvent } from '../../journal/door.ts';
import { silentLogger } from '../../lib/logger.ts';
import type { Row, RowSource } from '../../sql/door.ts';
import { alertOutputs } from '../alerting/alert-output.ts';
import { LiveAlert } from '../alerting/live-alert.ts';
import { type RuleAlert, readRuleAlert } from '../alerting/rule-alert.ts';
import type { FromTarget } from '../event-topics.ts';
import type { CompilerSettings, ReadyStatement } from '../rule-compiler.ts';
import type { Output } from '../rule-outputs.ts';
import type { BacktestOrder } from './backtest-draft.ts';

/** What the alerts of a backtest know of the present. */
export type AlertsNow = Pick<RehearsalOptions, 'pipeline' | 'channels' | 'node'>;

/** What tells who was there. */
const COMINGS_AND_GOINGS: FromTarget = {
  kind: 'events',
  topic: '$events/client/+',
  events: ['client.connected', 'client.disconnected'],
};

/** The alert of a rule in a backtest. */
export class PastAlert {
  readonly draft: AlertDraft;
  /** What it hears besides the rule's own events. */
  readonly targets: readonly FromTarget[];
  readonly resolver: ReadyStatement | undefined;
  readonly #ruleId: string;
  readonly #alert: RuleAlert;
  readonly #now: AlertsNow;
  #work: AlertAtWork | undefined;

  /** @throws RuleError BAD_REQUEST */
  constructor(
    draft: AlertDraft,
    { ruleId = 'backtest', ruleName, sql }: Pick<BacktestOrder, 'ruleId' | 'ruleName' | 'sql'>,
    statement: ReadyStatement,
    compiler: CompilerSettings,
    now: AlertsNow,
  ) {
    this.draft = draft;
    this.#ruleId = ruleId;
    this.#alert = readRuleAlert(draft, { id: ruleId, name: ruleName, sql }, statement, compiler);
    this.#now = now;
    const { nature, resolver } = this.#alert;
    this.resolver = resolver;
    this.targets = [...(resolver?.targets ?? []), ...(nature.isPresence ? [COMINGS_AND_GOINGS] : [])];
  }

  /** The past begins: Unix milliseconds. */
  begin(from: number): void {
    const { settings, nature, resolver } = this.#alert;
    const rehearsal = new Rehearsal({ ruleId: this.#ruleId, settings, nature, from, ...this.#now });
    const live = new LiveAlert(rehearsal.raiser, resolver);
    const outputs = alertOutputs(this.#alert, live, this.#ruleId, silentLogger);
    this.#work = { rehearsal, live, outputs };
  }

  /** Lets the time pass until this moment, with all that is due by then. */
  pass(until: number): Promise<void> | undefined {
    return this.#work?.rehearsal.pass(until);
  }

  /** Before the rule hears of it, the broker knows it. */
  notice({ event, clientId }: RecordedEvent, source: RowSource): void {
    if (!this.#work || clientId === undefined) return;
    const { presence } = this.#work.rehearsal;
    if (event === 'client.connected') presence.came(clientId, Number(source.column('sequence') ?? 0));
    else if (event === 'client.disconnected') presence.went(clientId, source.column('reason'));
  }

  /** @throws Error when there is no room for it */
  raise(row: Row, source: RowSource): void {
    for (const output of this.#work?.outputs ?? []) output.run({ row, source, cause: undefined });
  }

  /** @throws SqlRuntimeError when the statement that ends alerts fails */
  end(source: RowSource, at: number): void {
    this.#work?.live.clear(source, at);
  }

  /** Undefined before it began. */
  report(): RehearsalReport | undefined {
    return this.#work?.rehearsal.report();
  }

  close(): void {
    this.#work?.rehearsal.close();
  }
}

interface AlertAtWork {
  readonly rehearsal: Rehearsal;
  readonly live: LiveAlert;
  readonly outputs: readonly Output[];
}
