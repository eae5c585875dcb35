/** What the floors above may use of the rules. */

export type { Backtest } from './backtest/backtest.ts';
export { type BacktestDraft, backtestDraft } from './backtest/backtest-draft.ts';
export type { BacktestReport, BacktestSummary } from './backtest/backtest-state.ts';
export { Backtests } from './backtest/backtests.ts';
export { type RuleCheck, ruleCheck } from './checking/rule-check.ts';
export { ruleSending } from './checking/rule-sending.ts';
export { RuleEngine } from './engine.ts';
export { type RuleEngineSettings, ruleEngineSettings, settingsAnswer } from './engine-settings.ts';
export { ruleExplanation, storedRuleExplanation } from './explain/explain-request.ts';
export type { Asker } from './explain/rule-explainer.ts';
export type { FileRule } from './files/rule-file.ts';
export { RecordedSource, recordedColumns } from './recorded-columns.ts';
export type { Rule } from './rule.ts';
export type { CompilerSettings } from './rule-compiler.ts';
export { type RuleDraft, ruleDraft } from './rule-draft.ts';
export { RuleError } from './rule-error.ts';
export type { ReceivedMessage } from './rule-event.ts';
export { ruleEvents } from './rule-events.ts';
export type { RuleFilter } from './rule-filter.ts';
export { ruleFunctions } from './rule-functions.ts';
export type { RuleFigures } from './rule-metrics.ts';
export { RuleSpans } from './rule-spans.ts';
export type { RuleSummary } from './rule-summary.ts';
export { ruleTest, storedRuleTest } from './rule-test.ts';
