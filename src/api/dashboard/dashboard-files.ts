import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Beside the program when it is built; where the build of the sources leaves it otherwise. */
const PLACES = [
  join(import.meta.dirname, 'dashboard'),
  join(import.meta.dirname, '..', '..', '..', 'dashboard', 'dist'),
];

export interface DashboardFiles {
  readonly directory: string;
  /** index.html, with %BASE% and %NONCE% in it. */
  readonly page: string;
}

/** The built dashboard; undefined when it was not built. */
export function findDashboard(): DashboardFiles | undefined {
  const directory = PLACES.find((place) => existsSync(join(place, 'index.html')));
  if (directory === undefined) return undefined;
  return { directory, page: readFileSync(join(directory, 'index.html'), 'utf8') };
}
