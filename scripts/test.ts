/** `npm test`; `npm test -- FILE… --option=value` runs some files, or with options of `node --test`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ALL = ['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'];

const given = process.argv.slice(2);
const options = given.filter((argument) => argument.startsWith('-'));
const files = given.filter((argument) => !argument.startsWith('-'));
const root = join(import.meta.dirname, '..');
const cache = join(root, 'node_modules', '.cache');
const { status } = spawnSync(
  process.execPath,
  ['--test', '--test-concurrency=2', '--test-timeout=30000', ...options, ...(files.length > 0 ? files : ALL)],
  {
    cwd: root,
    stdio: 'inherit',
    // Each file is a process of its own, most load the same modules, and so do the brokers that they start: what the first one
    // makes of a module (types stripped, compiled) is kept for the others and for the next run, until `npm ci`.
    env: { NODE_COMPILE_CACHE: join(cache, 'tocsin'), XDG_CACHE_HOME: cache, ...process.env },
  },
);
process.exitCode = status ?? 1;
