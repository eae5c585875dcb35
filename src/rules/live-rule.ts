import { splitId } from '../delivery/resource-id.ts';
import type { RecentEvents } from './recent-events.ts';
import type { Rule } from './rule.ts';
import type { ReadyStatement } from './rule-compiler.ts';
import type { RuleDefinition, RuleOutput } from './rule-draft.ts';
import type { RuleMetrics } from './rule-metrics.ts';
import type { Output } from './rule-outputs.ts';

/** A rule at work: what was asked for, what was made of it, and what it has done. */
export interface LiveRule {
  readonly id: string;
  readonly definition: RuleDefinition;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly statement: ReadyStatement;
  /** In the order of the definition's actions. */
  readonly outputs: readonly Output[];
  readonly metrics: RuleMetrics;
  readonly recent: RecentEvents;
  /** Ends its hearing; it hears nothing while it is disabled. */
  readonly silence: () => void;
  /** It was deleted or disabled: what it heard and did not get to is left. */
  isGone: boolean;
}

/** @param status of an action, by its id */
export function ruleAnswer(rule: LiveRule, status: (action: string) => string): Rule {
  const { name, sql, actions, enable, description } = rule.definition;
  return {
    id: rule.id,
    name,
    sql,
    from: [...rule.statement.from],
    actions: structuredClone(actions),
    action_details: actions.filter(isAction).map((id) => ({ ...splitId(id), status: status(id) })),
    enable,
    description,
    warnings: [...rule.statement.warnings],
    created_at: rule.createdAt,
    last_modified_at: rule.updatedAt,
  };
}

function isAction(output: RuleOutput): output is string {
  return typeof output === 'string';
}
