import type { LiveRule } from './live-rule.ts';
import type { ActionResult } from './rule-metrics.ts';

/**
 * How a rule does, in one word. `off`: it is disabled; `broken`: it no longer compiles and does nothing; `failing`: the
 * last event that it looked at made its SQL fail; `action_failing`: a target is away, missing, or refused the last
 * row; `never_matched`: no row since counting began.
 */
export type RuleState = 'ok' | 'never_matched' | 'action_failing' | 'failing' | 'broken' | 'off';

/** A rule with what it did, for lists; times are Unix milliseconds. */
export interface RuleSummary {
  id: string;
  name: string;
  file?: string | undefined;
  enable: boolean;
  state: RuleState;
  /** The actions that are the reason of `action_failing`. */
  failing_actions: string[];
  counted_since: number;
  /** Events that FROM named, and those that made rows. */
  matched: number;
  passed: number;
  passed_24h: number;
  /** The same by the hour, the present one last. */
  passed_by_hour: number[];
  'failed.exception': number;
  'actions.failed': number;
  last_passed_at?: number | undefined;
}

/** @param status of an action, by its id */
export function ruleSummary(rule: LiveRule, status: (action: string) => string): RuleSummary {
  const { name, enable, actions } = rule.definition;
  const figures = rule.metrics.read();
  const history = rule.metrics.history();
  const failing = actions.filter(
    (output) => typeof output === 'string' && isAway(status(output)),
  ) as string[];
  return {
    id: rule.id,
    name,
    file: rule.file,
    enable,
    state: stateOf(rule, failing, history),
    failing_actions: failing,
    counted_since: history.since,
    matched: figures.matched,
    passed: figures.passed,
    passed_24h: history.passedByHour.reduce((sum, count) => sum + count, 0),
    passed_by_hour: history.passedByHour,
    'failed.exception': figures['failed.exception'],
    'actions.failed': figures['actions.failed'],
    last_passed_at: history.lastPassedAt,
  };
}

function stateOf(
  { definition, statement }: LiveRule,
  failing: readonly string[],
  {
    lastPassedAt,
    lastThrewAt,
    lastResult,
  }: {
    lastPassedAt: number | undefined;
    lastThrewAt: number | undefined;
    lastResult: ActionResult | undefined;
  },
): RuleState {
  if (!definition.enable) return 'off';
  if (statement.parsed === undefined) return 'broken';
  if (lastThrewAt !== undefined && lastThrewAt > (lastPassedAt ?? 0)) return 'failing';
  const isRefused = lastResult !== undefined && lastResult !== 'success' && lastResult !== 'discarded';
  if (failing.length > 0 || isRefused) return 'action_failing';
  return lastPassedAt === undefined ? 'never_matched' : 'ok';
}

function isAway(status: string): boolean {
  return status === 'disconnected' || status === 'not_found' || status === 'stopped';
}
