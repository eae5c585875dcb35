import { z } from 'zod';
import { parseDuration } from '../../lib/duration.ts';
import { durationField } from '../../lib/zod-fields.ts';
import { ruleDraft } from '../rule-draft.ts';
import { testContext } from '../rule-test.ts';

/** Milliseconds; proxies give up on requests that take longer. */
const LONGEST_WAIT = 300_000;

/** The members that say which event. */
export const explainedSubject = {
  event: testContext.optional(),
  event_id: z.string().max(64).optional().meta({ description: 'Of an event in the journal' }),
  wait: durationField
    .refine((wait) => isWait(parseDuration(wait)), { error: 'wait from 1ms to 5m' })
    .optional()
    .meta({ description: 'The next event that fits FROM, if one comes within this time' }),
  clientid: z
    .string()
    .min(1)
    .max(65_535)
    .optional()
    .meta({ description: 'With wait: the next event of this client, whatever FROM names' }),
};

/** The body of `POST /rules/{id}/explain`. */
export const storedRuleExplanation = withOneEvent(z.strictObject(explainedSubject));

/** The body of `POST /rule_explain`. */
export const ruleExplanation = withOneEvent(
  z.strictObject({
    sql: ruleDraft.shape.sql,
    actions: ruleDraft.shape.actions,
    alert: ruleDraft.shape.alert,
    ...explainedSubject,
  }),
);

export type StoredRuleExplanation = z.input<typeof storedRuleExplanation>;
export type RuleExplanationDraft = z.input<typeof ruleExplanation>;
export type ExplanationSubject = z.output<typeof storedRuleExplanation>;

/** Just one of them. */
export function withOneEvent<
  Schema extends z.ZodType<Partial<z.output<z.ZodObject<typeof explainedSubject>>>>,
>(schema: Schema): Schema {
  return schema
    .refine(
      ({ event, event_id, wait }) => [event, event_id, wait].filter((way) => way !== undefined).length === 1,
      {
        error: 'give one of event, event_id and wait',
      },
    )
    .refine(({ wait, clientid }) => wait !== undefined || clientid === undefined, {
      error: 'clientid goes with wait',
      path: ['clientid'],
    });
}

function isWait(milliseconds: number | undefined): boolean {
  return milliseconds !== undefined && milliseconds > 0 && milliseconds <= LONGEST_WAIT;
}
