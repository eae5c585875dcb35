import { z } from 'zod';
import { suggest } from '../../../lib/suggest.ts';
import { AccessError } from '../access-error.ts';
import { httpServiceFields } from '../http-service/http-service-settings.ts';
import { LONGEST_ACL_TEXT } from './acl-terms.ts';

const enable = z.boolean().default(true);

const file = z.strictObject({
  type: z.literal('file'),
  enable,
  rules: z
    .string()
    .max(LONGEST_ACL_TEXT)
    .optional()
    .meta({ description: 'Rules in the ACL notation: {allow, {username, "a"}, publish, ["t/#"]}.' }),
  path: z.string().min(1).max(4096).optional().meta({
    description: 'A file with such rules, read at the start and at each change; default rules without both',
  }),
});

const builtInDatabase = z.strictObject({
  type: z.literal('built_in_database'),
  enable,
  max_rules: z.int().min(1).max(10_000).default(100).meta({ description: 'Of one client or user' }),
});

const http = z.strictObject({ type: z.literal('http'), enable, ...httpServiceFields });

/** Every kind of source. One of each may exist. */
export const sourceSchemas = { file, built_in_database: builtInDatabase, http } as const;

export type SourceType = keyof typeof sourceSchemas;
export type SourceSettings = z.output<(typeof sourceSchemas)[SourceType]>;
export type FileSettings = z.output<typeof file>;
export type HttpSourceSettings = z.output<typeof http>;

/** For configuration and descriptions. */
export const sourceSettings = z.discriminatedUnion('type', [file, builtInDatabase, http]);

export function isSourceType(type: string): type is SourceType {
  return Object.hasOwn(sourceSchemas, type);
}

/** The settings with their defaults. @throws AccessError BAD_REQUEST whose message is a JSON text, as EMQX writes it */
export function readSource(body: unknown): SourceSettings {
  const type = (body as { type?: unknown } | null)?.type;
  if (typeof type !== 'string' || !isSourceType(type)) {
    const known = Object.keys(sourceSchemas);
    const meant = typeof type === 'string' ? suggest(type, known) : undefined;
    throw refusal({
      path: 'type',
      reason: type === undefined ? 'required_field' : 'unknown_source',
      known: known.join(','),
      ...(meant !== undefined && { did_you_mean: meant }),
    });
  }
  const parsed = sourceSchemas[type].safeParse(body);
  if (parsed.success) return settled(parsed.data);
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') || 'root';
  if (issue?.code === 'unrecognized_keys')
    throw refusal({ path, reason: 'unknown_fields', unknown: issue.keys.join(',') });
  throw refusal({ path, reason: issue?.message ?? 'invalid' });
}

/** Rules that were read from a file and come back changed are rules of their own. */
function settled(settings: SourceSettings): SourceSettings {
  if (settings.type !== 'file' || settings.rules === undefined) return settings;
  const { path: _, ...own } = settings;
  return own;
}

function refusal(found: Record<string, string>): AccessError {
  return new AccessError('BAD_REQUEST', JSON.stringify({ kind: 'validation_error', ...found }));
}
