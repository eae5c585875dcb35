#!/usr/bin/env node
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 24 || (major === 24 && minor < 11)) {
  process.stderr.write(
    `Tocsin needs Node 24.11 or newer; this is ${process.versions.node}. See https://nodejs.org\n`,
  );
  process.exit(1);
}

useCompileCache();
// Imported late: an older Node would fail on the syntax of what it imports before it could say why.
const { runCommandLine } = await import('./cli/command-line.ts');
process.exit(await runCommandLine(process.argv.slice(2)));

/**
 * Keeps what V8 made of each file, and the sources with their types stripped, so that the next start takes half as
 * long. In the user's own cache directory and not below the one for temporary files, where others may write: what lies
 * there is run. `NODE_COMPILE_CACHE` names another place, `NODE_DISABLE_COMPILE_CACHE=1` does without.
 */
function useCompileCache(): void {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  try {
    // A directory that cannot be written makes no difference but to the speed.
    module.enableCompileCache(join(XDG_CACHE_HOME || LOCALAPPDATA || join(homedir(), '.cache'), 'tocsin'));
  } catch {
    // The user of this process has no home.
  }
}
