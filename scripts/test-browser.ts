/**
 * `npm run test:browser`; `npm run test:browser -- FILE… --option=value` runs some files, or with options of `node --test`.
 * Without a browser on the machine only the sizes of what was built are checked.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { skip } from '../test/browser/support/browser-options.ts';

const root = join(import.meta.dirname, '..');
const BUDGETS = 'test/browser/budgets.browser.ts';
/** About half of the time: they go to one process, the others to another. */
const FIRST = new Set([
  'every-page',
  'viewer',
  'clients',
  'many-clients',
  'shell',
  'places',
  'sign-in',
  'wizard',
]);

const cache = join(root, 'node_modules', '.cache');
const env = { NODE_COMPILE_CACHE: join(cache, 'tocsin'), XDG_CACHE_HOME: cache, ...process.env };

/** @returns the exit code */
async function run(args: readonly string[], isShownAtTheEnd = false): Promise<number> {
  const stdio = ['inherit', isShownAtTheEnd ? 'pipe' : 'inherit', 'inherit'] as const;
  const child = spawn(process.execPath, args, { cwd: root, stdio: [...stdio], env });
  const said: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => said.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  process.stdout.write(Buffer.concat(said));
  return code ?? 1;
}

/** The files share a process, so a browser too, and a server that starts again has its modules. */
function test(
  files: readonly string[],
  options: readonly string[],
  isShownAtTheEnd = false,
): Promise<number> {
  // What a machine that pauses for seconds needs: a story that hangs is ended all the same.
  // A story that fails half-way may leave a server open, which is no reason to wait.
  const together = ['--test', '--test-isolation=none', '--test-timeout=300000', '--test-force-exit'];
  return run([...together, ...options, ...files], isShownAtTheEnd);
}

const given = process.argv.slice(2);
const options = given.filter((argument) => argument.startsWith('-'));
const files = given.filter((argument) => !argument.startsWith('-'));

const built = await run([join(root, 'scripts', 'build-dashboard.ts'), '--if-needed']);
if (built !== 0) process.exit(built);
if (skip !== false) {
  console.error(`\nThe stories of the dashboard are SKIPPED: ${skip}\n`);
  process.exitCode = await test([BUDGETS], options);
} else if (files.length > 0) process.exitCode = await test(files, options);
else {
  const all = globSync('test/browser/*.browser.ts', { cwd: root }).sort();
  const isFirst = (file: string) => FIRST.has(basename(file, '.browser.ts'));
  const codes = await Promise.all([
    test(all.filter(isFirst), options),
    test(
      all.filter((file) => !isFirst(file)),
      options,
      true,
    ),
  ]);
  process.exitCode = Math.max(...codes);
}
