import type { Rule, RuleSummary } from '../../../../src/api/contract.ts';

/** A rule of the list with how it does; without figures until they came. */
export interface RuleRow {
  readonly rule: Rule;
  readonly summary: RuleSummary | undefined;
  /** What it is called. */
  readonly title: string;
}

export function ruleRows(
  rules: readonly Rule[],
  summaries: readonly RuleSummary[] | undefined,
  text: string,
): RuleRow[] {
  const byId = new Map(summaries?.map((summary) => [summary.id, summary]));
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rules
    .filter((rule) => {
      const hay = searchable(rule);
      return words.every((word) => hay.includes(word));
    })
    .map((rule) => ({ rule, summary: byId.get(rule.id), title: titleOf(rule) }))
    .sort((a, b) => a.title.localeCompare(b.title));
}

export function titleOf({ id, name }: Pick<Rule, 'id' | 'name'>): string {
  return name === '' ? id : name;
}

function searchable({ id, name, description, sql, actions, file = '' }: Rule): string {
  return [id, name, description, sql, file, JSON.stringify(actions)].join('\n').toLowerCase();
}
