import { parseDuration } from '../../lib/duration.ts';
import type { SettingsTexts } from '../../texts/settings-commands.ts';
import { readGiven } from '../given-file.ts';
import { type ClientRun, type CommonOptions, UsageError } from './client-run.ts';

export interface AddUserOptions extends CommonOptions {
  readonly role?: string | undefined;
  readonly description?: string | undefined;
  readonly passwordFile?: string | undefined;
}

export interface PasswordOptions extends CommonOptions {
  readonly passwordFile?: string | undefined;
  readonly oldPasswordFile?: string | undefined;
}

export interface CreateKeyOptions extends CommonOptions {
  readonly role?: string | undefined;
  readonly description?: string | undefined;
  readonly expires?: string | undefined;
  /** With commas between. */
  readonly scopes?: string | undefined;
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
  return run.print.list({
    answer,
    rows: answer,
    name: ({ username }) => username,
    nothing: texts.nothing,
    columns: [
      { title: name, value: (user) => user.username },
      { title: role, value: (user) => user.role },
      { title: secondFactor, value: (user) => user.mfa },
      { title: description, value: (user) => user.description },
    ],
  });
}

export async function addUser(
  run: ClientRun,
  username: string,
  { role = 'viewer', description = '', passwordFile }: AddUserOptions,
  texts: SettingsTexts,
): Promise<number> {
  const password = await newPassword(run, username, passwordFile, texts);
  const user = await run.api.post<User>('/users', { username, password, role, description });
  return run.print.done({ answer: user, names: [username], sentence: texts.added(username) });
}

/** Of oneself with the old password; an administrator of anybody. The user is signed out everywhere. */
export async function changePassword(
  run: ClientRun,
  username: string,
  { passwordFile, oldPasswordFile }: PasswordOptions,
  texts: SettingsTexts,
): Promise<number> {
  const old =
    oldPasswordFile === undefined
      ? await run.ask?.(texts.oldPassword, true)
      : readLine(oldPasswordFile, texts);
  if (old === undefined) throw new UsageError(texts.noOldPassword);
  const password = await newPassword(run, username, passwordFile, texts);
  await run.api.post(`/users/${encodeURIComponent(username)}/change_pwd`, {
    old_pwd: old,
    new_pwd: password,
  });
  return run.print.done({
    answer: { username },
    names: [username],
    sentence: texts.passwordChanged(username),
  });
}

/** From a file, or typed twice. @throws UsageError */
async function newPassword(
  { ask }: ClientRun,
  username: string,
  file: string | undefined,
  texts: SettingsTexts,
): Promise<string> {
  if (file !== undefined) return readLine(file, texts);
  if (!ask) throw new UsageError(texts.noPassword);
  const password = await ask(texts.newPassword(username), true);
  if ((await ask(texts.passwordAgain, true)) !== password) throw new UsageError(texts.passwordsDiffer);
  return password;
}

function readLine(file: string, texts: SettingsTexts): string {
  return readText(file, texts).split(/\r?\n/, 1)[0] ?? '';
}

export async function removeUser(run: ClientRun, username: string, texts: SettingsTexts): Promise<number> {
  await run.api.delete(`/users/${encodeURIComponent(username)}`);
  return run.print.done({ answer: { username }, names: [username], sentence: texts.removed(username) });
}

export async function requireTotp(run: ClientRun, username: string, texts: SettingsTexts): Promise<number> {
  await run.api.post(`/users/${encodeURIComponent(username)}/mfa`, { mechanism: 'totp' });
  return run.print.done({
    answer: { username },
    names: [username],
    sentence: texts.totpRequired(username),
  });
}

export async function resetTotp(run: ClientRun, username: string, texts: SettingsTexts): Promise<number> {
  await run.api.delete(`/users/${encodeURIComponent(username)}/mfa`);
  return run.print.done({ answer: { username }, names: [username], sentence: texts.totpReset(username) });
}

export async function listKeys(run: ClientRun, texts: SettingsTexts): Promise<number> {
  const answer = await run.api.get<readonly Key[]>('/api_key');
  const { name, role, state, expires, description } = texts.columns;
  return run.print.list({
    answer,
    rows: answer,
    name: (key) => key.name,
    nothing: texts.nothing,
    columns: [
      { title: name, value: (key) => key.name },
      { title: role, value: (key) => key.role },
      { title: state, value: (key) => (key.expired ? 'expired' : key.enable ? 'on' : 'off'), kind: 'state' },
      { title: expires, value: (key) => key.expired_at, kind: 'time' },
      { title: description, value: (key) => key.desc },
    ],
  });
}

/** Prints `key:secret`, which nobody can ask for again. */
export async function createKey(
  { api, print }: ClientRun,
  name: string,
  { role = 'viewer', description = '', expires = '90d', scopes }: CreateKeyOptions,
  texts: SettingsTexts,
): Promise<number> {
  const time = expires === 'infinity' ? undefined : parseDuration(expires);
  if (expires !== 'infinity' && time === undefined) throw new UsageError(texts.badExpires(expires));
  const expired_at = time === undefined ? 'infinity' : new Date(Date.now() + time).toISOString();
  const key = await api.post<Key>('/api_key', {
    name,
    desc: description,
    role,
    expired_at,
    ...(scopes !== undefined && { scopes: scopes.split(',').map((scope) => scope.trim()) }),
  });
  return print.done({ answer: key, names: [name], sentence: `${key.api_key}:${key.api_secret}` });
}

export async function removeKey(run: ClientRun, name: string, texts: SettingsTexts): Promise<number> {
  await run.api.delete(`/api_key/${encodeURIComponent(name)}`);
  return run.print.done({ answer: { name }, names: [name], sentence: texts.removed(name) });
}

/** Of a file, or of standard input for `-`. @throws UsageError */
export function readText(file: string, texts: SettingsTexts): string {
  try {
    return readGiven(file).toString();
  } catch (error) {
    throw new UsageError(texts.unreadable(file, String((error as NodeJS.ErrnoException).code)));
  }
}
