import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { createPrivately } from './private-file.ts';

/** Where the database lies as it was before its schema was changed. */
function backupOf(file: string, version: number): string {
  return `${file}.schema-${version}`;
}

/**
 * Copies a database beside itself before its schema changes, so that the version of before can be put back. Later
 * upgrades from the same schema take its place: there is one for each schema.
 * @returns the path of the copy
 * @throws Error of SQLite when there is no room; then nothing has changed
 */
export function backUpSchema(database: DatabaseSync, file: string, version: number): string {
  const backup = backupOf(file, version);
  const unfinished = `${backup}.unfinished`;
  rmSync(unfinished, { force: true });
  createPrivately(dirname(file), unfinished);
  try {
    database.prepare('VACUUM INTO ?').run(unfinished);
    renameSync(unfinished, backup);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  return backup;
}

/** The newest copy that a program which knows this schema can read; undefined when there is none. */
export function readableBackup(file: string, known: number): string | undefined {
  for (let version = known; version > 0; version--) {
    const backup = backupOf(file, version);
    if (existsSync(backup)) return backup;
  }
  return undefined;
}
