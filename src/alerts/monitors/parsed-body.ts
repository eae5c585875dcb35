import type { z } from 'zod';
import { suggest } from '../../lib/suggest.ts';
import { membersAt } from '../../lib/zod-members.ts';
import { AlertError } from '../alert-error.ts';

/** @throws AlertError whose message is a JSON text, as EMQX writes it */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(body, { reportInput: true });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = (issue?.path ?? []).join('.') || 'root';
  if (issue?.code === 'unrecognized_keys') {
    const meant = suggest(issue.keys[0] ?? '', membersAt(schema, issue.path));
    const unknown = issue.keys.join(',');
    throw violation({ path, reason: 'unknown_fields', unknown, ...(meant && { did_you_mean: meant }) });
  }
  const isMissing = issue?.code === 'invalid_type' && issue.input === undefined;
  throw violation({ path, reason: isMissing ? 'required_field' : (issue?.message ?? 'invalid') });
}

function violation(found: Readonly<Record<string, unknown>>): AlertError {
  return new AlertError('BAD_REQUEST', JSON.stringify({ kind: 'validation_error', ...found }));
}
