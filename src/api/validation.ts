import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { ApiError } from './api-error.ts';

/** Our word for each kind of issue that Zod finds. */
const reasons: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  invalid_type: 'invalid_type',
  invalid_value: 'unable_to_convert_to_enum_symbol',
  too_small: 'out_of_range',
  too_big: 'out_of_range',
};

/** Validates with Zod what Fastify hands over: path parameters, query and body. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data: unknown) => {
    const parsed = schema.safeParse(data);
    return parsed.success ? { value: parsed.data } : { error: schemaViolation(parsed.error, data) };
  };

/**
 * A breach of a schema as EMQX words it: the message is itself a JSON text. The value is not repeated, because
 * it may be a secret.
 */
function schemaViolation(error: z.core.$ZodError, data: unknown): ApiError {
  const issue = deepest(error.issues[0], data);
  const path = issue.path.join('.') || 'root';
  const found = { kind: 'validation_error', path };
  // Fastify hands a missing body over as null.
  if (isMissing(data, issue.path) || (data === null && issue.path.length === 0)) {
    return violation({ ...found, reason: 'required_field' });
  }
  if (issue.code === 'unrecognized_keys') {
    return violation({ ...found, reason: 'unknown_fields', unknown: issue.keys.join(',') });
  }
  return violation({ ...found, reason: reasons[issue.code] ?? 'invalid_value', explanation: issue.message });
}

function violation(found: Record<string, string>): ApiError {
  return new ApiError(400, 'BAD_REQUEST', JSON.stringify(found));
}

interface Issue {
  code: z.core.$ZodIssue['code'];
  path: readonly PropertyKey[];
  message: string;
  keys: readonly string[];
}

/** Of a union, the issue of the branch that came furthest, which is the one that was meant: one that names what is there. */
function deepest(issue: z.core.$ZodIssue | undefined, data: unknown): Issue {
  if (!issue) return { code: 'custom', path: [], message: 'invalid', keys: [] };
  if (issue.code === 'invalid_union') {
    const value = valueAt(data, issue.path);
    const distance = ({ path }: Issue): number => path.length - (isMissing(value, path) ? 0.5 : 0);
    const inner = issue.errors
      .map((branch) => deepest(branch[0], value))
      .toSorted((a, b) => distance(b) - distance(a))[0];
    if (inner && inner.path.length > 0) return { ...inner, path: [...issue.path, ...inner.path] };
  }
  if (issue.code === 'invalid_key' && issue.issues[0]) {
    return { code: 'custom', path: issue.path, message: issue.issues[0].message, keys: [] };
  }
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
  return { code: issue.code, path: issue.path, message: issue.message, keys };
}

/** A member that is not there. A text that was read as an object has none that could be. */
function isMissing(data: unknown, path: readonly PropertyKey[]): boolean {
  let value = data;
  for (const key of path) {
    if (typeof value === 'string' || typeof value === 'number') return false;
    value = valueAt(value, [key]);
  }
  return value === undefined;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
