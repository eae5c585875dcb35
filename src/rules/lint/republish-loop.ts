import type { FromTarget } from '../event-topics.ts';
import type { RuleWarning } from '../rule.ts';
import type { RuleDefinition } from '../rule-draft.ts';
import { warning } from './output-lint.ts';

/** What of a rule can make a loop. */
interface LinkedRule {
  readonly id: string;
  readonly definition: Pick<RuleDefinition, 'actions' | 'enable'>;
  readonly statement: { readonly targets: readonly FromTarget[] };
}

/** Rules that are followed from one; a longer way round is stopped by the count of hops. */
const MOST_FOLLOWED = 50;

/** Warns of a way from what a rule republishes, through other rules, back to its own FROM. A rule does not see its own messages. */
export function lintLoop(rule: LinkedRule, all: Iterable<LinkedRule>): RuleWarning[] {
  if (topicsOf(rule).length === 0) return [];
  const others = [...all].filter((other) => other.id !== rule.id && topicsOf(other).length > 0);
  const before = new Map<string, LinkedRule>();
  const queue = [rule];
  for (let at = queue.shift(); at && before.size < MOST_FOLLOWED; at = queue.shift()) {
    if (at !== rule && reaches(at, rule)) {
      return [warning('republishLoop', 'actions', { rules: wayTo(at, before, rule).join(' → ') })];
    }
    for (const other of others) {
      if (before.has(other.id) || !reaches(at, other)) continue;
      before.set(other.id, at);
      queue.push(other);
    }
  }
  return [];
}

function wayTo(last: LinkedRule, before: ReadonlyMap<string, LinkedRule>, first: LinkedRule): string[] {
  const way: string[] = [];
  for (let at: LinkedRule | undefined = last; at && at !== first; at = before.get(at.id)) way.unshift(at.id);
  return way;
}

function topicsOf({ definition: { actions, enable } }: LinkedRule): string[] {
  if (!enable) return [];
  return actions.flatMap((output) =>
    typeof output !== 'string' && output.function === 'republish' && !isDirect(output.args.direct_dispatch)
      ? [output.args.topic]
      : [],
  );
}

/** No rule sees a message that is dispatched directly. */
function isDirect(value: boolean | string): boolean {
  return value === true || value === 'true';
}

function reaches(from: LinkedRule, to: LinkedRule): boolean {
  const topics = topicsOf(from);
  return to.statement.targets.some(
    (target) => target.kind === 'messages' && topics.some((topic) => mayMatch(topic, target.filter)),
  );
}

/** Whether what a template may become matches a filter: a placeholder may be anything, levels too. */
export function mayMatch(template: string, filter: string): boolean {
  return levelsMatch(template.split('/'), filter.split('/'));
}

function levelsMatch([level, ...levels]: readonly string[], filter: readonly string[]): boolean {
  const [wanted, ...rest] = filter;
  if (wanted === '#') return true;
  if (level === undefined) return wanted === undefined;
  if (level.includes('${')) {
    // It takes one level or several; what it begins with cannot be known either.
    return filter.some((_, taken) => levelsMatch(levels, filter.slice(taken + 1)) || filter[taken] === '#');
  }
  if (wanted === undefined) return false;
  return (wanted === '+' || wanted === level) && levelsMatch(levels, rest);
}
