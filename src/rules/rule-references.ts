import type { LiveRule } from './live-rule.ts';

/** Ids of the rules that use the action (`http:wecom`). */
export function rulesUsing(action: string, rules: Iterable<LiveRule>): string[] {
  return idsOf(rules, ({ definition }) => definition.actions.includes(action));
}

/** Ids of the rules whose FROM, or that of what ends their alerts, names this very source (`mqtt:name`). */
export function rulesHearing(source: string, rules: Iterable<LiveRule>): string[] {
  const names = [`$bridges/${source}`, `$sources/${source}`];
  return idsOf(rules, ({ statement, alert }) =>
    [...statement.from, ...(alert?.resolver?.from ?? [])].some((topic) => names.includes(topic)),
  );
}

function idsOf(rules: Iterable<LiveRule>, accepts: (rule: LiveRule) => boolean): string[] {
  return [...rules]
    .filter(accepts)
    .map(({ id }) => id)
    .sort();
}
