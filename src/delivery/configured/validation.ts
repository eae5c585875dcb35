import { z } from 'zod';
import { canonicalType } from '../../connectors/connector-kinds.ts';
import { KeptSecretError, keepSecrets } from '../../lib/secrets/kept-secrets.ts';
import { suggest } from '../../lib/suggest.ts';
import { membersAt } from '../../lib/zod-members.ts';
import { DeliveryError } from '../delivery-error.ts';

/** EMQX's rule for names of connectors and actions. */
export const nameSchema = z
  .string()
  .max(254)
  .regex(/^[0-9a-zA-Z][-0-9a-zA-Z_]*$/, {
    error: 'write a name of letters, digits, - and _, beginning with a letter or digit',
  });

/** What the API adds to its answers; sent back in a PUT, it is not a mistake. */
const READ_ONLY_FIELDS = new Set([
  'id',
  'status',
  'status_reason',
  'node_status',
  'node',
  'actions',
  'sources',
  'warnings',
  'rules',
  'created_at',
  'last_modified_at',
]);

/** @throws DeliveryError BAD_REQUEST whose message is a JSON text, as EMQX writes it */
export function validate<Schema extends z.ZodType>(schema: Schema, document: unknown): z.output<Schema> {
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const problem = describe(result.error, schema);
  const reason = chineseOf(result.error);
  const details = reason === undefined ? undefined : { message_zh: JSON.stringify({ ...problem, reason }) };
  throw new DeliveryError('BAD_REQUEST', JSON.stringify(problem), details);
}

/** @throws DeliveryError BAD_REQUEST */
export function validateName(name: unknown): string {
  return validate(z.object({ name: nameSchema }), { name }).name;
}

/** @throws DeliveryError BAD_REQUEST */
export function toObject(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body };
  throw new DeliveryError('BAD_REQUEST', 'send a JSON object');
}

/** The settings that a PUT sends; their type and name are those of its path. */
export function settingsOf(body: unknown): Record<string, unknown> {
  const { type: _type, name: _name, ...settings } = withoutReadOnlyFields(toObject(body));
  return settings;
}

/**
 * What was sent, with the stored secrets where it says `******`.
 * @throws DeliveryError BAD_REQUEST when there is none to keep, or when it would go to another host
 */
export function withStoredSecrets(sent: unknown, stored: unknown): unknown {
  try {
    return keepSecrets(sent, stored);
  } catch (error) {
    if (!(error instanceof KeptSecretError)) throw error;
    const [path] = error.message.split(':');
    throw new DeliveryError(
      'BAD_REQUEST',
      JSON.stringify({ kind: 'validation_error', path, reason: error.message }),
    );
  }
}

/** @throws DeliveryError BAD_REQUEST that guesses which type was meant */
export function kindOf<Kind>(
  kinds: ReadonlyMap<string, Kind>,
  what: 'action' | 'connector' | 'source',
  type: unknown,
): Kind {
  const kind = kinds.get(canonicalType(String(type)));
  if (kind) return kind;
  const meant = suggest(String(type), kinds.keys());
  const problem = {
    kind: 'validation_error',
    path: 'type',
    reason: type === undefined ? 'required_field' : `unknown_${what}_type`,
    ...(type !== undefined && { value: type }),
    ...(meant && { did_you_mean: meant }),
  };
  throw new DeliveryError('BAD_REQUEST', JSON.stringify(problem));
}

export function withoutReadOnlyFields(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !READ_ONLY_FIELDS.has(name)));
}

/** Some rules say it in Chinese as well. */
function chineseOf({ issues: [issue] }: z.ZodError): string | undefined {
  const said: unknown = issue?.code === 'custom' ? issue.params?.message_zh : undefined;
  return typeof said === 'string' ? said : undefined;
}

/** Of a member that is missing and one that nobody knows, when the one was probably meant by the other. */
function misspelt({ issues }: z.ZodError, schema: z.ZodType): z.core.$ZodIssue | undefined {
  const missing = new Set(issues.map(({ path }) => path.join('.')));
  return issues.find((issue) => {
    if (issue.code !== 'unrecognized_keys') return false;
    const meant = suggest(issue.keys[0] ?? '', membersAt(schema, issue.path));
    return meant !== undefined && missing.has([...issue.path, meant].join('.'));
  });
}

function describe(error: z.ZodError, schema: z.ZodType): Record<string, unknown> {
  const issue = misspelt(error, schema) ?? error.issues[0];
  const path = (issue?.path ?? []).join('.') || 'root';
  if (issue?.code === 'unrecognized_keys') {
    const unknown = issue.keys[0] ?? '';
    const meant = suggest(unknown, membersAt(schema, issue.path));
    return {
      kind: 'validation_error',
      path,
      reason: 'unknown_fields',
      unknown: issue.keys.join(','),
      ...(meant && { did_you_mean: meant }),
    };
  }
  const missing =
    issue?.code === 'invalid_type' && issue.input === undefined && / undefined$/.test(issue.message);
  return {
    kind: 'validation_error',
    path,
    reason: missing ? 'required_field' : (issue?.message ?? 'invalid'),
  };
}
