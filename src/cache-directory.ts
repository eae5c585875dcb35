import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where things are kept that make the next start faster and that may be deleted at any time: the user's own cache
 * directory, and not one for temporary files, where others may write, because what lies here is run and believed.
 * Undefined for a user without a home.
 */
export function cacheDirectory(): string | undefined {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  try {
    return join(XDG_CACHE_HOME || LOCALAPPDATA || join(homedir(), '.cache'), 'tocsin');
  } catch {
    return undefined;
  }
}
