import { z } from 'zod';
import { explainedSubject, withOneEvent } from '../explain/explain-request.ts';
import type { AskedRule } from '../explain/rule-explainer.ts';
import { ruleDraft } from '../rule-draft.ts';
import { RuleError } from '../rule-error.ts';
import type { OutputInput } from '../rule-outputs.ts';

/** The body of `POST /rule_send`: outputs that are run for the first row that the statement makes of an event. */
export const ruleSending = withOneEvent(
  z.strictObject({
    sql: ruleDraft.shape.sql,
    actions: ruleDraft.shape.actions.unwrap().min(1),
    rule_id: z.string().max(256).optional().meta({
      description: 'The rule that deliveries are of; without it they are of `sql_tester`',
    }),
    ...explainedSubject,
  }),
);
export type RuleSendingDraft = z.input<typeof ruleSending>;

/** What became of an output. A delivery is followed in the delivery log. */
export interface SentOutput {
  readonly output: string;
  readonly result: 'queued' | 'done' | 'failed';
  readonly delivery?: string | undefined;
  readonly reason?: string | undefined;
}

/** Runs what a draft does with a row, by the way that rows of rules take. */
export function sendOutputs({ actions, outputs }: AskedRule, input: OutputInput | undefined): SentOutput[] {
  if (!input) throw new RuleError('NOT_MATCH', 'SQL Not Match');
  return outputs.slice(0, actions.length).map((output, index) => {
    const definition = actions[index];
    const name = typeof definition === 'string' ? definition : (definition?.function ?? '');
    let delivery: string | undefined;
    try {
      const result = output.run({ ...input, onDelivery: (id) => (delivery = id) });
      if (delivery !== undefined) return { output: name, result: 'queued', delivery };
      if (result === 'success') return { output: name, result: 'done' };
      return { output: name, result: 'failed', reason: REASONS[result ?? 'undefined'] };
    } catch (error) {
      return {
        output: name,
        result: 'failed',
        reason: error instanceof Error ? error.message : String(error),
      };
    }
  });
}

const REASONS: Readonly<Record<string, string>> = {
  unknown: 'there is no such action',
  undefined: 'the action or its connector is switched off, or could not make a request of the row',
};
