import { z } from 'zod';
import { suggest } from '../../../lib/suggest.ts';
import { membersAt } from '../../../lib/zod-members.ts';
import { AccessError } from '../access-error.ts';
import { builtInDatabaseSettings } from './built-in-database.ts';
import { httpAuthenticatorSettings } from './http-authenticator.ts';
import { jwtSettings } from './jwt-settings.ts';
import { scramSettings } from './scram-database.ts';

/** Every kind of authenticator by its id: mechanism, and back end where there is one. One of each may exist. */
export const authenticatorSchemas = {
  'password_based:built_in_database': builtInDatabaseSettings,
  'password_based:http': httpAuthenticatorSettings,
  jwt: jwtSettings,
  'scram:built_in_database': scramSettings,
} as const;

export type AuthenticatorId = keyof typeof authenticatorSchemas;

export type AuthenticatorSettings = z.output<(typeof authenticatorSchemas)[AuthenticatorId]>;

/** For descriptions. What is wrong with an authenticator is told by `readAuthenticator`, which knows what was meant. */
export const authenticatorSettings = z.union(Object.values(authenticatorSchemas));

/** Shown in answers; sent back, they are no mistake. */
const READ_ONLY = new Set(['id']);

export function isAuthenticatorId(id: string): id is AuthenticatorId {
  return Object.hasOwn(authenticatorSchemas, id);
}

/** Of a draft that says what it is. @throws InvalidAuthenticatorError */
export function idOf(draft: Readonly<Record<string, unknown>>): AuthenticatorId {
  const { mechanism, backend } = draft;
  const id = backend === undefined ? String(mechanism) : `${String(mechanism)}:${String(backend)}`;
  if (mechanism !== undefined && isAuthenticatorId(id)) return id;
  const ids = Object.keys(authenticatorSchemas);
  const meant = suggest(id, ids);
  throw new InvalidAuthenticatorError({
    path: mechanism === undefined ? 'mechanism' : 'backend',
    reason: mechanism === undefined ? 'required_field' : 'unknown_authenticator',
    ...(mechanism !== undefined && { value: id, known: ids.join(',') }),
    ...(meant !== undefined && { did_you_mean: meant }),
  });
}

/** The settings with their defaults. @throws InvalidAuthenticatorError */
export function readAuthenticator(body: unknown): { id: AuthenticatorId; settings: AuthenticatorSettings } {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new InvalidAuthenticatorError({ path: 'root', reason: 'send a JSON object' });
  }
  const draft = Object.fromEntries(Object.entries(body).filter(([name]) => !READ_ONLY.has(name)));
  const id = idOf(draft);
  const parsed = authenticatorSchemas[id].safeParse(draft);
  if (parsed.success) return { id, settings: parsed.data };
  throw new InvalidAuthenticatorError(describe(parsed.error, authenticatorSchemas[id]));
}

function describe({ issues }: z.ZodError, schema: z.ZodType): Record<string, string> {
  const [issue] = issues;
  const path = (issue?.path ?? []).join('.') || 'root';
  if (issue?.code === 'unrecognized_keys') {
    const [unknown = ''] = issue.keys;
    const meant = suggest(unknown, membersAt(schema, issue.path));
    return {
      path,
      reason: 'unknown_fields',
      unknown: issue.keys.join(','),
      ...(meant !== undefined && { did_you_mean: meant }),
    };
  }
  const isMissing =
    issue?.code === 'invalid_type' && issue.input === undefined && / undefined$/.test(issue.message);
  return { path, reason: isMissing ? 'required_field' : (issue?.message ?? 'invalid') };
}

/** The settings of an authenticator cannot be used. */
export class InvalidAuthenticatorError extends AccessError {
  /** For people; the message is a JSON text, as EMQX writes it. */
  readonly sentence: string;
  /** Which member of the settings it is about; empty for the whole. */
  readonly place: readonly string[];
  /** Not its value is wrong but its name. */
  readonly isName: boolean;

  constructor(found: Readonly<Record<string, string>>) {
    super('BAD_REQUEST', JSON.stringify({ kind: 'validation_error', ...found }));
    this.sentence = sentenceOf(found);
    const { path = 'root', unknown } = found;
    this.isName = unknown !== undefined;
    const [wrong] = unknown?.split(',') ?? [];
    this.place = [...(path === 'root' ? [] : path.split('.')), ...(wrong === undefined ? [] : [wrong])];
  }
}

function sentenceOf({
  reason = '',
  value,
  known,
  unknown,
  did_you_mean: meant,
}: Readonly<Record<string, string>>): string {
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  if (unknown !== undefined) return `there is no setting ${unknown.replaceAll(',', ', ')}${hint}`;
  if (value !== undefined)
    return `there is no authenticator ${value}${hint || `; there are ${known?.replaceAll(',', ', ')}`}`;
  return reason === 'required_field' ? 'is missing' : reason;
}
