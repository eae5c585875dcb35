import { statSync } from 'node:fs';
import { join } from 'node:path';

/** Of a folder that holds the whole configuration. */
const NAME = 'tocsin.yaml';

/** What a folder includes that does not say so itself: everything in it. */
export const INCLUDED_IN_FOLDER: readonly string[] = ['**/*.yaml', '**/*.yml'];

/** The file of the settings: what `--config` names, or the one in the folder that it names. */
export function configFileOf(path: string | undefined): string | undefined {
  return path !== undefined && isConfigFolder(path) ? join(path, NAME) : path;
}

export function isConfigFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
