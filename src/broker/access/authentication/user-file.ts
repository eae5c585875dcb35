import { z } from 'zod';
import { AccessError } from '../access-error.ts';

/** Of a user id, in characters: an MQTT user name has no more bytes than 65,535, and nobody has one of 1,000. */
export const LONGEST_USER_ID = 1024;

const superuserField = z
  .union([z.boolean(), z.literal(['true', 'false', '1', '0', '', 1, 0])])
  .optional()
  .transform((value) => value === true || value === 'true' || value === '1' || value === 1);

const userId = z.string().min(1).max(LONGEST_USER_ID);

const hashRow = z.object({
  user_id: userId,
  password_hash: z.string().max(1024),
  salt: z.string().max(1024).default(''),
  is_superuser: superuserField,
});

const plainRow = z.object({ user_id: userId, password: z.string().max(4096), is_superuser: superuserField });

export type ImportType = 'hash' | 'plain';

/** A line of an import that can be used. */
export type ImportedUser =
  | ({ readonly kind: 'hash'; readonly userId: string; readonly isSuperuser: boolean } & Readonly<{
      hash: string;
      salt: string;
    }>)
  | {
      readonly kind: 'plain';
      readonly userId: string;
      readonly isSuperuser: boolean;
      readonly password: string;
    };

/** A sentence for a row that cannot be used; it counts as failed. */
export function readUser(type: ImportType, row: unknown): ImportedUser | string {
  if (type === 'hash') {
    const { data, error } = hashRow.safeParse(row);
    if (!data) return problemOf(error);
    return {
      kind: 'hash',
      userId: data.user_id,
      isSuperuser: data.is_superuser,
      hash: data.password_hash,
      salt: data.salt,
    };
  }
  const { data, error } = plainRow.safeParse(row);
  if (!data) return problemOf(error);
  return { kind: 'plain', userId: data.user_id, isSuperuser: data.is_superuser, password: data.password };
}

/** The column and what is wrong, without the value, which may be a secret. */
function problemOf({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') || 'the row'}: ${issue?.message ?? 'cannot be used'}`;
}

/** The rows of a file: a JSON list, or CSV whose first line names the columns. @throws AccessError BAD_REQUEST */
export function readRows(name: string, text: string): readonly unknown[] {
  if (/\.json$/i.test(name)) return readJson(text);
  if (/\.csv$/i.test(name)) return readCsv(text);
  throw new AccessError('BAD_REQUEST', `${name}: the name of the file must end in .csv or .json`);
}

function readJson(text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AccessError('BAD_REQUEST', `the file is not JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(value)) throw new AccessError('BAD_REQUEST', 'the file must hold a JSON list of users');
  return value;
}

/** RFC 4180: fields may be quoted, and hold commas, line breaks and doubled quotes then. */
function readCsv(text: string): readonly unknown[] {
  const [header, ...lines] = cellsOf(text.replace(/^\uFEFF/, ''));
  const names = header?.map((name) => name.trim()) ?? [];
  if (!names.includes('user_id')) {
    throw new AccessError(
      'BAD_REQUEST',
      'the first line must name the columns: user_id,password_hash,salt,is_superuser or user_id,password,is_superuser',
    );
  }
  return lines
    .filter((cells) => cells.length > 1 || cells[0] !== '')
    .map((cells) => Object.fromEntries(names.map((name, column) => [name, cells[column]])));
}

function cellsOf(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  while (cell.lastIndex < text.length) {
    const line = rows.length + 1;
    const found = cell.exec(text);
    if (!found)
      throw new AccessError('BAD_REQUEST', `line ${line}: a quote is not closed, or stands inside a field`);
    const [, quoted, bare = '', end] = found;
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    if (end === ',') {
      if (cell.lastIndex === text.length) row.push('');
      else continue;
    }
    rows.push(row);
    row = [];
  }
  if (row.length > 0) rows.push(row);
  return rows;
}
