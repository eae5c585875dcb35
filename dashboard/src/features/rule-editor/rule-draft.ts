import { useState } from 'react';
import type { Rule } from '../../../../src/api/contract.ts';
import { type RuleBody, ruleBody } from '../rules/rule-changes.ts';

export const NEW_RULE: RuleBody = {
  id: '',
  name: '',
  sql: `SELECT
  clientid, username, peername, reason, disconnected_at
FROM
  "$events/client/disconnected"
WHERE
  reason != 'normal'`,
  actions: [],
  enable: true,
  description: '',
};

export interface RuleDraftState {
  readonly draft: RuleBody;
  /** What is stored, as far as this editor knows it. */
  readonly base: Rule | undefined;
  readonly isDirty: boolean;
  change(part: Partial<RuleBody>): void;
  /** What is stored takes the place of what was written. */
  adopt(stored: Rule): void;
}

export function useRuleDraft(stored: Rule | undefined, initial: RuleBody): RuleDraftState {
  const [base, setBase] = useState(stored);
  const [draft, setDraft] = useState<RuleBody>(stored ? ruleBody(stored) : initial);
  const compared = base ? ruleBody(base) : initial;
  return {
    draft,
    base,
    isDirty: textOf(draft) !== textOf(compared),
    change: (part) => setDraft((before) => ({ ...before, ...part })),
    adopt(next) {
      setBase(next);
      setDraft(ruleBody(next));
    },
  };
}

function textOf({ id, name, sql, actions, enable, description, alert }: RuleBody): string {
  return JSON.stringify([id, name, sql, actions, enable, description, alert ?? null]);
}

/** What goes over the wire. */
export function ruleRequest({ id, alert, ...rest }: RuleBody): RuleBody {
  return { ...rest, ...(id && { id }), ...(alert && { alert }) };
}
