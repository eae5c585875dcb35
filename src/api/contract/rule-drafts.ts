import { z } from 'zod';

const RuleFix = z
  .object({
    message: z.string(),
    message_zh: z.string(),
    start: z.int(),
    end: z.int(),
    insert: z.string(),
  })
  .meta({ id: 'RuleFix', description: 'A change of the SQL that does what the problem asks for' });

export const RuleProblem = z
  .object({
    code: z.string(),
    message: z.string(),
    message_zh: z.string(),
    at: z.string().optional().meta({ description: 'What it is about, when that is not the SQL' }),
    line: z.int().optional(),
    column: z.int().optional(),
    start: z.int().optional().meta({ description: 'In UTF-16 units' }),
    end: z.int().optional(),
    fixes: z.array(RuleFix).meta({ description: 'The likeliest first' }),
  })
  .meta({ id: 'RuleProblem' });
export type RuleProblem = z.output<typeof RuleProblem>;

export const RuleCheck = z
  .object({
    errors: z.array(RuleProblem).meta({ description: 'They keep the rule from being stored' }),
    warnings: z.array(RuleProblem),
    from: z.array(z.string()),
    row_names: z
      .array(z.string())
      .nullable()
      .meta({ description: 'What rows begin with; null when that depends on the event' }),
  })
  .meta({
    id: 'RuleCheck',
    description: 'What is wrong and doubtful about a rule while it is being written',
  });
export type RuleCheck = z.output<typeof RuleCheck>;

export const SentOutput = z
  .object({
    output: z.string(),
    result: z.enum(['queued', 'done', 'failed']),
    delivery: z.string().optional().meta({ description: 'To be followed in the delivery log' }),
    reason: z.string().optional(),
  })
  .meta({ id: 'SentOutput' });
export type SentOutput = z.output<typeof SentOutput>;
