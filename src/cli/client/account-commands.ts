import { readFileSync } from 'node:fs';
import { parseDuration } from '../../lib/duration.ts';
import type { SettingsTexts } from '../../texts/settings-commands.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';
import { printRows } from './settings-commands.ts';

export interface AddUserOptions extends CommonOptions {
  readonly role?: string | undefined;
  readonly description?: string | undefined;
  readonly passwordFile?: string | undefined;
}

export interface CreateKeyOptions extends CommonOptions {
  readonly role?: string | undefined;
  readonly description?: string | undefined;
  readonly expires?: string | undefined;
}

interface User {
  readonly username: string;
  readonly role: string;
  readonly description: string;
  readonly mfa: string;
}

interface Key {
  readonly name: string;
  readonly role: string;
  readonly desc: string;
  readonly enable: boolean;
  readonly expired: boolean;
  readonly expired_at: string;
  readonly api_key: string;
  readonly api_secret?: string;
}

export async function listUsers(run: ClientRun, texts: SettingsTexts): Promise<number> {
  const answer = await run.api.get<readonly User[]>('/users');
  const { name, role, description, secondFactor } = texts.columns;
  return printRows(run, texts, {
    answer,
    header: [name, role, secondFactor, description],
    rows: answer.map((user) => [user.username, user.role, user.mfa, user.description]),
    names: answer.map(({ username }) => username),
  });
}

export async function addUser(
  { api, output, out }: ClientRun,
  username: string,
  { role = 'viewer', description = '', passwordFile }: AddUserOptions,
  texts: SettingsTexts,
): Promise<number> {
  if (passwordFile === undefined) throw new UsageError(texts.noPassword);
  const password = readText(passwordFile, texts).split(/\r?\n/, 1)[0] ?? '';
  const user = await api.post<User>('/users', { username, password, role, description });
  out(output === 'json' ? `${JSON.stringify(user)}\n` : `${texts.added(username)}\n`);
  return 0;
}

export async function removeUser(run: ClientRun, username: string, texts: SettingsTexts): Promise<number> {
  await run.api.delete(`/users/${encodeURIComponent(username)}`);
  run.out(`${texts.removed(username)}\n`);
  return 0;
}

export async function requireTotp(run: ClientRun, username: string, texts: SettingsTexts): Promise<number> {
  await run.api.post(`/users/${encodeURIComponent(username)}/mfa`, { mechanism: 'totp' });
  run.out(`${texts.totpRequired(username)}\n`);
  return 0;
}

export async function resetTotp(run: ClientRun, username: string, texts: SettingsTexts): Promise<number> {
  await run.api.delete(`/users/${encodeURIComponent(username)}/mfa`);
  run.out(`${texts.totpReset(username)}\n`);
  return 0;
}

export async function listKeys(run: ClientRun, texts: SettingsTexts): Promise<number> {
  const answer = await run.api.get<readonly Key[]>('/api_key');
  const { name, role, state, expires, description } = texts.columns;
  return printRows(run, texts, {
    answer,
    header: [name, role, state, expires, description],
    rows: answer.map((key) => [
      key.name,
      key.role,
      key.expired ? 'expired' : key.enable ? 'on' : 'off',
      key.expired_at,
      key.desc,
    ]),
    names: answer.map((key) => key.name),
  });
}

/** Prints `key:secret`, which nobody can ask for again. */
export async function createKey(
  { api, output, out }: ClientRun,
  name: string,
  { role = 'viewer', description = '', expires = '90d' }: CreateKeyOptions,
  texts: SettingsTexts,
): Promise<number> {
  const time = expires === 'infinity' ? undefined : parseDuration(expires);
  if (expires !== 'infinity' && time === undefined) throw new UsageError(texts.badExpires(expires));
  const expired_at = time === undefined ? 'infinity' : new Date(Date.now() + time).toISOString();
  const key = await api.post<Key>('/api_key', { name, desc: description, role, expired_at });
  out(output === 'json' ? `${JSON.stringify(key)}\n` : `${key.api_key}:${key.api_secret}\n`);
  return 0;
}

export async function removeKey(run: ClientRun, name: string, texts: SettingsTexts): Promise<number> {
  await run.api.delete(`/api_key/${encodeURIComponent(name)}`);
  run.out(`${texts.removed(name)}\n`);
  return 0;
}

/** Of a file, or of standard input for `-`. @throws UsageError */
export function readText(file: string, texts: SettingsTexts): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError(texts.unreadable(file, String((error as NodeJS.ErrnoException).code)));
  }
}
