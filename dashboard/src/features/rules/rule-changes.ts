import type { Rule } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { refreshRules, rulePath } from './rule-queries.ts';

/** What is stored of a rule; the rest of an answer is what became of it. */
export interface RuleBody {
  readonly id?: string | undefined;
  readonly name: string;
  readonly sql: string;
  readonly actions: Rule['actions'];
  readonly enable: boolean;
  readonly description: string;
  readonly alert?: Readonly<Record<string, unknown>> | undefined;
}

export function ruleBody({ id, name, sql, actions, enable, description, alert }: Rule): RuleBody {
  return { id, name, sql, actions, enable, description, ...(alert && { alert }) };
}

export async function switchRule(rule: Rule, enable: boolean): Promise<void> {
  await api.put(rulePath(rule.id), { ...ruleBody(rule), enable });
  await refreshRules();
}

export async function deleteRule(rule: Rule): Promise<void> {
  await api.delete(rulePath(rule.id));
  await refreshRules();
}

/** As it was, under its id. */
export async function restoreRule(rule: Rule): Promise<void> {
  await api.put(rulePath(rule.id), ruleBody(rule));
  await refreshRules();
}

/** @returns the copy, which is switched off, so that nothing is told twice */
export async function duplicateRule(rule: Rule, name: string): Promise<Rule> {
  const { id: _, ...body } = ruleBody(rule);
  const copy = await api.post<Rule>('/rules', { ...body, name, enable: false });
  await refreshRules();
  return copy;
}

/** As a file of the directory of rules would have it. */
export function ruleYaml(rule: RuleBody): object {
  return {
    id: rule.id,
    ...(rule.name !== '' && { name: rule.name }),
    ...(rule.description !== '' && { description: rule.description }),
    sql: rule.sql,
    ...(!rule.enable && { enable: false }),
    ...(rule.actions.length > 0 && { actions: rule.actions }),
    ...(rule.alert && { alert: rule.alert }),
  };
}
