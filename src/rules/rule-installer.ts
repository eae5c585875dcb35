import type { AlertRules } from '../alerts/door.ts';
import type { EventOf } from '../broker/door.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { alertOutputs } from './alerting/alert-output.ts';
import { LiveAlert } from './alerting/live-alert.ts';
import { type RuleAlert, readRuleAlert } from './alerting/rule-alert.ts';
import { type EventOrigins, tapEvents } from './event-taps.ts';
import type { LiveRule } from './live-rule.ts';
import { RecentBudget, RecentEvents } from './recent-events.ts';
import {
  brokenStatement,
  type CompilerSettings,
  compileStatement,
  type ReadyStatement,
} from './rule-compiler.ts';
import type { RuleDefinition } from './rule-draft.ts';
import { RuleError } from './rule-error.ts';
import { RuleMetrics } from './rule-metrics.ts';
import { type OutputPorts, prepareOutput } from './rule-outputs.ts';
import type { RuleRunner } from './rule-runner.ts';

interface InstallerParts {
  readonly compiler: CompilerSettings;
  readonly ports: OutputPorts;
  readonly origins: EventOrigins;
  readonly runner: RuleRunner;
  readonly alerts: AlertRules;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of every message that a rule looks at. */
  readonly onMessage: (event: EventOf<'message.publish'>) => void;
}

/** What was made of a definition. */
export interface CompiledDefinition {
  readonly statement: ReadyStatement;
  readonly alert: RuleAlert | undefined;
}

/** A rule as it is kept. */
export type StoredRule = Pick<LiveRule, 'id' | 'file' | 'definition' | 'createdAt' | 'updatedAt'>;

/** Makes rules at work out of what was asked for, and puts them at rest again. */
export class RuleInstaller {
  readonly #parts: InstallerParts;
  readonly #recentBudget = new RecentBudget();

  constructor(parts: InstallerParts) {
    this.#parts = parts;
  }

  /** @throws RuleError BAD_REQUEST for what can never become a rule */
  compile(id: string, { sql, name, alert }: RuleDefinition): CompiledDefinition {
    const { compiler } = this.#parts;
    const statement = compileStatement(sql, compiler);
    if (!alert) return { statement, alert: undefined };
    return { statement, alert: readRuleAlert(alert, { id, name, sql }, statement, compiler) };
  }

  /** A rule that can no longer be compiled stays in the list, so that somebody can repair it. */
  revive(id: string, definition: RuleDefinition): CompiledDefinition {
    try {
      return this.compile(id, definition);
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      this.#parts.logger.error(
        { rule: id, err: error },
        'a rule cannot work and is left out until it is changed',
      );
      return { statement: brokenStatement(error), alert: undefined };
    }
  }

  /** @param former the rule as it was: its figures go on, and what waits for it belongs to it */
  install(
    rule: StoredRule,
    { statement, alert }: CompiledDefinition,
    former: LiveRule | undefined,
  ): LiveRule {
    const { clock, ports, alerts, logger } = this.#parts;
    const { actions, enable, sql } = rule.definition;
    if (former) retire(former, !enable);
    const metrics = former?.metrics ?? new RuleMetrics(clock);
    const recent = former?.recent ?? new RecentEvents(this.#recentBudget);
    if (!enable) metrics.reset();
    if (!enable || sql !== former?.definition.sql) recent.clear();
    if (former?.liveAlert && !(enable && alert)) this.#endAlert(former);
    const raiser = alert && enable ? alerts.define(rule.id, alert.settings, alert.nature) : undefined;
    const liveAlert = raiser && new LiveAlert(raiser, alert?.resolver);
    const live: LiveRule = {
      ...rule,
      statement,
      metrics,
      recent,
      isGone: false,
      alert,
      liveAlert,
      outputs: [
        ...actions.map((output) => prepareOutput(output, rule.id, ports)),
        ...alertOutputs(alert, liveAlert, rule.id, logger),
      ],
      silence: enable ? this.#tap(statement, alert?.resolver, () => live) : () => undefined,
    };
    return live;
  }

  /** The rule is no more. */
  remove(rule: LiveRule): void {
    retire(rule, true);
    rule.recent.clear();
    this.#endAlert(rule);
  }

  #endAlert({ id, liveAlert }: LiveRule): void {
    if (!liveAlert) return;
    liveAlert.isOver = true;
    this.#parts.alerts.remove(id);
  }

  #tap(statement: ReadyStatement, resolver: ReadyStatement | undefined, live: () => LiveRule): () => void {
    const { origins, runner, onMessage } = this.#parts;
    const end = tapEvents(origins, statement.targets, (event) => {
      if (event.name === 'message.publish') onMessage(event);
      runner.hear(live(), event);
    });
    if (!resolver) return end;
    const endOfEnding = tapEvents(origins, resolver.targets, (event) => runner.hearEnding(live(), event));
    return () => {
      end();
      endOfEnding();
    };
  }
}

/** What waits for a rule that was changed belongs to it as it was; what waits for one that is gone is left. */
function retire(rule: LiveRule, isGone: boolean): void {
  rule.silence();
  rule.isGone = isGone;
}
