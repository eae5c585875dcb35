import { z } from 'zod';
import { compilePattern } from '../../lib/patterns/pattern.ts';
import { PatternError } from '../../lib/patterns/pattern-error.ts';
import { isShared, isValidTopicFilter } from '../../mqtt/topics.ts';

/** Rules there may be: each new topic is compared with all of them. */
export const MOST_REWRITE_RULES = 30;

const topic = z.string().min(1).max(1024);

/** One rule, as EMQX writes it. */
export const rewriteRule = z
  .strictObject({
    action: z.enum(['publish', 'subscribe', 'all']),
    source_topic: topic
      .refine((text) => isValidTopicFilter(text) && !isShared(text), 'is not a topic filter')
      .meta({ description: 'A topic filter: which topics the rule is about' }),
    re: z
      .string()
      .min(1)
      .max(1024)
      .superRefine(checkPattern)
      .meta({ description: 'A regular expression; a topic that it does not match stays as it is' }),
    dest_topic: topic.meta({ description: 'With `$1` to `$9`, `${clientid}` and `${username}`' }),
  })
  .meta({ id: 'RewriteRule' });
export type RewriteRule = z.output<typeof rewriteRule>;

function checkPattern(text: string, context: z.RefinementCtx<string>): void {
  try {
    compilePattern(text);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    context.addIssue({ code: 'custom', message: `cannot be used as a regular expression: ${error.message}` });
  }
}
