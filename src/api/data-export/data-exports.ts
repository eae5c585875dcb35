import type { Identity } from '../authentication/identity.ts';
import { BackupError } from '../backup/backup-document.ts';
import type { ApiCaller, BackupItem } from '../backup/backup-item.ts';
import type { Backups } from '../backup/backups.ts';
import type { ApiParts } from '../parts.ts';
import { type ArchiveFile, ArchiveFiles, isArchiveName } from './archive-files.ts';
import { type DataArchive, DataArchiveError, readDataArchive, writeDataArchive } from './data-archive.ts';
import { PRIVATE_KINDS, ROOT_KEYS, TABLE_SETS } from './export-parts.ts';

export interface ExportSelection {
  readonly tableSets?: readonly string[] | undefined;
  readonly rootKeys?: readonly string[] | undefined;
}

/** Who asks, and whether it may take and bring those who get in: API keys may not. */
export interface Exporter {
  readonly caller: ApiCaller;
  readonly name: string;
  readonly isSignedIn: boolean;
}

/** The archive holds who gets in, which API keys may not bring. */
export class PrivateKindsError extends Error {
  override readonly name = 'PrivateKindsError';
}

/** What some of an archive could not be; the rest was taken over. */
export class PartlyImportedError extends Error {
  override readonly name = 'PartlyImportedError';
}

const EXPORTED = /^tocsin-export-/;

interface DataExportParts extends Pick<ApiParts, 'archiveDirectory' | 'clock'> {
  readonly backups: Backups;
  readonly identity: Pick<Identity, 'users' | 'apiKeys' | 'tokens'>;
  /** Takes over an archive of EMQX. */
  readonly importEmqx: (archive: DataArchive, exporter: Exporter) => Promise<string[]>;
}

/** EMQX's data exports: archives of what is configured, kept in a folder of the data directory. */
export class DataExports {
  readonly files: ArchiveFiles;
  readonly #parts: DataExportParts;

  constructor(parts: DataExportParts) {
    this.#parts = parts;
    this.files = new ArchiveFiles(parts.archiveDirectory);
  }

  /** @throws DataArchiveError of a word that is none, ArchivesFullError */
  async export(
    { tableSets, rootKeys }: ExportSelection,
    { caller, isSignedIn }: Exporter,
  ): Promise<ArchiveFile> {
    const { backups, clock } = this.#parts;
    const kinds = new Set([
      ...kindsOf(TABLE_SETS, tableSets, 'table sets'),
      ...kindsOf(ROOT_KEYS, rootKeys, 'root keys'),
    ]);
    if (!isSignedIn) for (const kind of PRIVATE_KINDS) kinds.delete(kind);
    const document = await backups.make(caller, (kind) => kinds.has(kind));
    const objects = { ...document.objects, ...this.#private(kinds) };
    const { name, at } = await this.#freeName(clock.now());
    const bytes = await writeDataArchive(name, { ...document, objects }, at);
    return this.files.write(`${name}.tar.gz`, bytes, at, ({ filename }) => EXPORTED.test(filename));
  }

  /** @throws DataArchiveError, ArchivesFullError */
  async upload(filename: string, bytes: Buffer): Promise<void> {
    if (!isArchiveName(filename))
      throw new DataArchiveError(
        `the file name ${JSON.stringify(filename.slice(0, 100))} cannot be used: letters, digits, -, _ and dots, and .tar.gz at the end`,
      );
    await readDataArchive(bytes);
    await this.files.write(filename, bytes, this.#parts.clock.now(), () => false);
  }

  /** False when there is no such file. @throws DataArchiveError, PrivateKindsError, PartlyImportedError */
  async import(filename: string, exporter: Exporter): Promise<boolean> {
    const bytes = await this.files.read(filename);
    if (!bytes) return false;
    const archive = await readDataArchive(bytes);
    const { document } = archive;
    const failures =
      document === undefined
        ? await this.#parts.importEmqx(archive, exporter)
        : await this.#importOwn(document, exporter);
    if (failures.length > 0) throw new PartlyImportedError(failures.join('; ').slice(0, 4000));
    return true;
  }

  async #importOwn(text: string, { caller, name, isSignedIn }: Exporter): Promise<string[]> {
    const { backups } = this.#parts;
    const { rest, users, keys } = withoutPrivate(text);
    if (!isSignedIn && (users.length > 0 || keys.length > 0))
      throw new PrivateKindsError(
        'this file holds users of the dashboard or API keys: sign in to the dashboard to import it',
      );
    const failures: string[] = [];
    try {
      const document = { text: rest, prune: false };
      const { entries } = await backups.plan(caller, document);
      for (const { kind, id, what, conflict = '', at } of entries)
        if (what === 'conflict')
          failures.push(`${kind} ${id}: ${[conflict, at].filter(Boolean).join(' at ')}`);
      const applied = await backups.apply(caller, document, undefined, name);
      for (const { kind, id, what, reason = '' } of applied)
        if (what === 'failed') failures.push(`${kind} ${id}: ${reason}`);
    } catch (error) {
      if (error instanceof BackupError) throw new DataArchiveError(error.message);
      throw error;
    }
    return [...failures, ...this.#restorePrivate(users, keys)];
  }

  #private(kinds: ReadonlySet<string>): Record<string, readonly BackupItem[]> {
    const { users, apiKeys } = this.#parts.identity;
    return {
      ...(kinds.has('dashboard_users') && { dashboard_users: users.backup().map((user) => ({ ...user })) }),
      ...(kinds.has('api_keys') && { api_keys: apiKeys.backup() }),
    };
  }

  #restorePrivate(users: readonly BackupItem[], keys: readonly BackupItem[]): string[] {
    const { identity } = this.#parts;
    const failures: string[] = [];
    for (const user of users) {
      const username = String(user.username);
      const before = JSON.stringify(identity.users.backup().find((one) => one.username === username));
      if (!identity.users.restore(user))
        failures.push(`dashboard_users ${username}: it is no user of a data export`);
      // Who signed in by another password, or as somebody who may do more, does so anew.
      else if (JSON.stringify(identity.users.backup().find((one) => one.username === username)) !== before)
        identity.tokens.revokeAllOf(username);
    }
    for (const key of keys) {
      const reason = identity.apiKeys.restore(key);
      if (reason !== undefined) failures.push(`api_keys ${String(key.name)}: ${reason}`);
    }
    return failures;
  }

  /** One that no file has: a script may call twice within a millisecond. */
  async #freeName(now: number): Promise<{ name: string; at: number }> {
    for (let at = now; ; at++) {
      const name = `tocsin-export-${momentIn(at)}`;
      if (!(await this.files.find(`${name}.tar.gz`))) return { name, at };
    }
  }
}

/** @throws DataArchiveError */
function kindsOf(
  table: Readonly<Record<string, readonly string[]>>,
  chosen: readonly string[] | undefined,
  what: 'table sets' | 'root keys',
): readonly string[] {
  const unknown = chosen?.filter((word) => !Object.hasOwn(table, word)) ?? [];
  if (unknown.length > 0) {
    throw new DataArchiveError(
      `Invalid ${what}: ${unknown.join(', ').slice(0, 500)}. There are ${Object.keys(table).join(', ')}`,
    );
  }
  return (chosen ?? Object.keys(table)).flatMap((word) => table[word] ?? []);
}

function withoutPrivate(text: string): {
  rest: string;
  users: readonly BackupItem[];
  keys: readonly BackupItem[];
} {
  let document: { objects?: Record<string, unknown> };
  try {
    document = JSON.parse(text) as typeof document;
  } catch {
    throw new DataArchiveError('tocsin.json in the archive is no JSON');
  }
  const { dashboard_users: users, api_keys: keys, ...objects } = document?.objects ?? {};
  const items = (value: unknown): BackupItem[] =>
    Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
  return { rest: JSON.stringify({ ...document, objects }), users: items(users), keys: items(keys) };
}

/** `2026-08-20-14-05-01.123`, by the clock of the server. */
function momentIn(now: number): string {
  const date = new Date(now);
  const two = (value: number, length = 2) => String(value).padStart(length, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())];
  const time = [two(date.getHours()), two(date.getMinutes()), two(date.getSeconds())];
  return `${[...day, ...time].join('-')}.${two(date.getMilliseconds(), 3)}`;
}
