import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Beside the program when it is built; where the build of the sources leaves it otherwise. */
const PLACES = [
  join(import.meta.dirname, 'dashboard'),
  join(import.meta.dirname, '..', '..', '..', 'dashboard', 'dist'),
];

export interface DashboardFiles {
  readonly directory: string;
  /** index.html, with %BASE%, %NONCE% and %BUILD% in it. */
  readonly page: string;
  /** Another one for each build that differs. */
  readonly build: string;
}

let found: DashboardFiles | undefined;

/** The built dashboard, as it was when it was first asked for; undefined when it was not built. */
export function findDashboard(): DashboardFiles | undefined {
  found ??= readDashboard();
  return found;
}

function readDashboard(): DashboardFiles | undefined {
  const directory = PLACES.find((place) => existsSync(join(place, 'index.html')));
  if (directory === undefined) return undefined;
  const page = readFileSync(join(directory, 'index.html'), 'utf8');
  return { directory, page, build: createHash('sha256').update(page).digest('hex').slice(0, 12) };
}
