import { z } from 'zod';
import { RuleWarning } from './rules.ts';

const offset = z.int().meta({ description: 'In UTF-16 units' });

const place = {
  text: z.string().meta({ description: 'The part of the SQL' }),
  start: offset,
  end: offset,
  line: z.int(),
  column: z.int(),
};

const value = {
  type: z
    .enum(['undefined', 'null', 'boolean', 'integer', 'float', 'text', 'bytes', 'list', 'map'])
    .optional(),
  value: z.unknown().optional().meta({ description: 'Left out when it is undefined' }),
  cut: z.literal(true).optional().meta({ description: 'The value is larger than what is shown' }),
  error: z.string().optional().meta({ description: 'This very part failed' }),
};

const operand = {
  kind: z.string(),
  ...place,
  ...value,
  not_evaluated: z.literal(true).optional(),
  get parts() {
    return z.array(RuleOperand).optional().meta({ description: 'What it is made of, constants left out' });
  },
};

export const RuleOperand: z.ZodType = z.object(operand).meta({ id: 'RuleOperand' });

const verdict = z.enum(['true', 'false', 'error', 'not_evaluated', 'not_boolean']);

/** A condition; members depend on the kind. */
export const RuleTerm: z.ZodType = z
  .object({
    kind: z.enum(['and', 'or', 'not', 'comparison', 'in', 'value']),
    ...place,
    ...value,
    verdict,
    get terms() {
      return z.array(RuleTerm).optional();
    },
    operator: z.string().optional(),
    left: RuleOperand.optional(),
    right: RuleOperand.optional(),
    subject: RuleOperand.optional(),
    items: z.array(RuleOperand).optional(),
    negated: z.boolean().optional(),
    parts: z.array(RuleOperand).optional(),
    not_evaluated: z.literal(true).optional(),
  })
  .meta({ id: 'RuleTerm', description: 'A condition with its parts, and what each came to' });

const output = z.looseObject({
  output: z.string().meta({ description: 'The id of an action, republish, console or alert' }),
  row: z.int().meta({ description: 'From 1' }),
  would_send: z.boolean(),
  skipped: z.object({ code: z.string(), reason: z.string() }).optional(),
  error: z.string().optional().meta({ description: 'A template could not be rendered' }),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
});

export const RuleExplanation = z
  .object({
    outcome: z.enum(['matched', 'not_heard', 'no_match', 'no_rows', 'failed', 'no_event']),
    summary: z.string().meta({ description: 'One sentence, in the language of Accept-Language' }),
    rule: z.object({ id: z.string(), enable: z.boolean() }).optional(),
    event: z
      .object({
        name: z.string(),
        event_type: z.string(),
        origin: z.enum(['given', 'journal', 'live']),
        event_id: z.string().optional(),
        columns: z.record(z.string(), z.unknown()),
        cut_columns: z.array(z.string()).optional(),
      })
      .optional(),
    from: z
      .array(
        z.object({
          topic: z.string(),
          matched: z.boolean(),
          reason: z.string().optional(),
          start: offset,
          end: offset,
          line: z.int(),
          column: z.int(),
        }),
      )
      .optional(),
    fires: z.int().optional().meta({ description: 'How often the rule runs for the event' }),
    select: z
      .array(z.object({ ...operand, name: z.string().optional() }))
      .optional()
      .meta({ description: 'The items of SELECT or FOREACH' }),
    where: RuleTerm.optional(),
    foreach: z
      .object({
        collection: RuleOperand,
        elements: z.int().optional(),
        incase: z.array(z.unknown()).meta({ description: 'RuleTerm with element, of the first elements' }),
      })
      .optional(),
    rows: z.array(z.unknown()).optional().meta({ description: 'The first of them' }),
    row_count: z.int().optional(),
    outputs: z.array(output).optional().meta({ description: 'Each as it would be sent, of the first rows' }),
    outputs_cut: z.literal(true).optional().meta({ description: 'There are more than are shown' }),
    warnings: z.array(RuleWarning).optional(),
    error: z
      .object({
        message: z.string(),
        text: z.string().optional(),
        start: offset.optional(),
        end: offset.optional(),
        line: z.int().optional(),
        column: z.int().optional(),
      })
      .optional(),
  })
  .meta({ id: 'RuleExplanation', description: 'What a rule makes of one event, and why' });
export type RuleExplanation = z.output<typeof RuleExplanation>;
