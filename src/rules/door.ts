/** What the floors above may use of the rules. */

export { type MqttKnowledge, RuleEngine, type RuleEngineOptions, type RuleMetricsAnswer } from './engine.ts';
export { type RuleEngineSettings, ruleEngineSettings } from './engine-settings.ts';
export type { ActionDetail, Rule, RuleWarning } from './rule.ts';
export { type RuleDraft, type RuleOutput, ruleDraft } from './rule-draft.ts';
export { RuleError, type RuleErrorCode, type RuleErrorDetails } from './rule-error.ts';
export { type RuleEventAnswer, ruleEvents } from './rule-events.ts';
export type { RuleFilter } from './rule-filter.ts';
export type { RuleFigures } from './rule-metrics.ts';
export type { ActionRunner } from './rule-outputs.ts';
export { type RuleTest, ruleTest, type StoredRuleTest, storedRuleTest } from './rule-test.ts';
