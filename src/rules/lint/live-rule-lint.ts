import type { RuleEngineOptions } from '../engine-options.ts';
import type { LiveRule } from '../live-rule.ts';
import type { RuleWarning } from '../rule.ts';
import { lintAlert } from './alert-lint.ts';
import { lintOutputs } from './output-lint.ts';
import { lintLoop } from './republish-loop.ts';

/** What is hardly meant of a rule at work, besides its SQL. @param others all rules */
export function lintLiveRule(
  rule: LiveRule,
  others: Iterable<LiveRule>,
  { actions, channels }: Pick<RuleEngineOptions, 'actions' | 'channels'>,
): RuleWarning[] {
  const { definition, statement, alert, liveAlert } = rule;
  const about = lintOutputs(definition.actions, statement.rowNames, actions);
  const ofAlert = alert ? lintAlert(alert, statement, channels, liveAlert?.keysMissing) : [];
  return [...about, ...ofAlert, ...lintLoop(rule, others)];
}
