#!/usr/bin/env node
import module from 'node:module';
import { cacheDirectory } from './cache-directory.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 24 || (major === 24 && minor < 11)) {
  process.stderr.write(
    `Tocsin needs Node 24.11 or newer; this is ${process.versions.node}. See https://nodejs.org\n`,
  );
  process.exit(1);
}

// Keeps what V8 made of each file, and sources with their types stripped. A directory that cannot be written costs time
// and nothing else. NODE_COMPILE_CACHE names another place, NODE_DISABLE_COMPILE_CACHE=1 does without.
const cache = cacheDirectory();
if (cache !== undefined) module.enableCompileCache(cache);

// Imported late: an older Node would fail on the syntax of what it imports before it could say why.
void import('./cli/command-line.ts')
  .then(({ runCommandLine }) => runCommandLine(process.argv.slice(2)))
  // What a pipe has no room for yet would be lost by an exit at once.
  .then((exitCode) => process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode))));
