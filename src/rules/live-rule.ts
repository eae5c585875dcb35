import { splitId } from '../delivery/configured/resource-id.ts';
import type { LiveAlert } from './alerting/live-alert.ts';
import type { RuleAlert } from './alerting/rule-alert.ts';
import type { RecentEvents } from './recent-events.ts';
import type { Rule, RuleWarning } from './rule.ts';
import type { ReadyStatement } from './rule-compiler.ts';
import type { RuleDefinition, RuleOutput } from './rule-draft.ts';
import { RuleError } from './rule-error.ts';
import type { RuleMetrics } from './rule-metrics.ts';
import type { Output } from './rule-outputs.ts';

/** A rule at work: what was asked for, what was made of it, and what it has done. */
export interface LiveRule {
  readonly id: string;
  /** It lies in this file, which alone can change it. */
  readonly file?: string | undefined;
  readonly definition: RuleDefinition;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly statement: ReadyStatement;
  /** In the order of the definition's actions, and its alert behind them. */
  readonly outputs: readonly Output[];
  readonly alert: RuleAlert | undefined;
  /** Undefined while it is disabled, or has none. */
  readonly liveAlert: LiveAlert | undefined;
  readonly metrics: RuleMetrics;
  readonly recent: RecentEvents;
  /** Ends its hearing; it hears nothing while it is disabled. */
  readonly silence: () => void;
  /** It was deleted or disabled: what it heard and did not get to is left. */
  isGone: boolean;
}

/**
 * @param status of an action, by its id
 * @param others what is hardly meant besides the SQL
 */
export function ruleAnswer(
  rule: LiveRule,
  status: (action: string) => string,
  others: readonly RuleWarning[],
): Rule {
  const { name, sql, actions, enable, description, alert } = rule.definition;
  return {
    id: rule.id,
    ...(rule.file === undefined ? {} : { file: rule.file }),
    name,
    sql,
    from: [...rule.statement.from],
    actions: structuredClone(actions),
    action_details: actions.filter(isAction).map((id) => ({ ...splitId(id), status: status(id) })),
    enable,
    description,
    ...(alert && { alert: structuredClone(alert), ...detailsOf(rule) }),
    warnings: [...rule.statement.warnings, ...others],
    created_at: rule.createdAt,
    last_modified_at: rule.updatedAt,
  };
}

/** What became of what was written. */
function detailsOf({ alert, liveAlert }: LiveRule): Pick<Rule, 'alert_details'> {
  if (!alert) return {};
  const { nature, endsOn } = alert;
  const details = {
    presence: nature.isPresence,
    resolve_on: endsOn,
    keys_missing: liveAlert?.keysMissing ?? 0,
  };
  return { alert_details: details };
}

function isAction(output: RuleOutput): output is string {
  return typeof output === 'string';
}

/** @throws RuleError CONFLICT for a rule that lies in a file, which alone can change it */
export function refuseFile(rule: Pick<LiveRule, 'id' | 'file'> | undefined): void {
  if (rule?.file === undefined) return;
  const { id, file } = rule;
  const message = `the rule ${id} lies in the file ${file}: change it there`;
  const message_zh = `规则 ${id} 来自文件 ${file}：请修改该文件`;
  throw new RuleError('CONFLICT', message, { file, message_zh });
}
