import type { z } from 'zod';
import { RuleError } from './rule-error.ts';

/**
 * @param at the path of the body itself, when it is part of another
 * @throws RuleError BAD_REQUEST that names the first member that is wrong
 */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown, at = ''): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = furthest(parsed.error.issues[0]);
  const path = [...(at === '' ? [] : [at]), ...(issue?.path ?? [])].join('.');
  const message = issue?.message ?? 'the body is not readable';
  throw new RuleError('BAD_REQUEST', path === '' ? message : `${path}: ${message}`);
}

/** Of a union, the issue of the branch that came furthest, which is the one that was meant. */
export function furthest(issue: z.core.$ZodIssue | undefined): z.core.$ZodIssue | undefined {
  if (issue?.code !== 'invalid_union') return issue;
  const [best] = issue.errors
    .flatMap((branch) => furthest(branch[0]) ?? [])
    .sort((a, b) => b.path.length - a.path.length);
  return best ? { ...best, path: [...issue.path, ...best.path] } : issue;
}
