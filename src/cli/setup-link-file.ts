import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const SETUP_LINK_FILE = 'setup-link';

/** Keeps the link while the first administrator has yet to be made, for its owner alone. */
export function keepSetupLink(directory: string, url: string | undefined): void {
  if (directory === ':memory:') return;
  try {
    const file = join(directory, SETUP_LINK_FILE);
    rmSync(file, { force: true });
    if (url !== undefined) writeFileSync(file, `${url}\n`, { mode: 0o600 });
  } catch {
    // The link stands in the terminal too.
  }
}
