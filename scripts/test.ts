/** `npm test`; `npm test -- FILE… --option=value` runs some files, or with options of `node --test`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const cache = join(root, 'node_modules', '.cache');
// What one process makes of a module (types stripped, compiled) is kept for the others, for the brokers that tests start,
// and for the next run, until `npm ci`.
const env = { NODE_COMPILE_CACHE: join(cache, 'tocsin'), XDG_CACHE_HOME: cache, ...process.env };

/** @returns the exit code */
async function run(args: readonly string[], isShownAtTheEnd = false): Promise<number> {
  const child = spawn(process.execPath, ['--test', '--test-timeout=30000', ...args], {
    cwd: root,
    stdio: ['inherit', isShownAtTheEnd ? 'pipe' : 'inherit', 'inherit'],
    env,
  });
  const said: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => said.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  process.stdout.write(Buffer.concat(said));
  return code ?? 1;
}

/**
 * Tests beside the code share two processes: with a process for each file, two thirds of the time went into loading the same
 * modules again. Stories start brokers, so that each of their files has a process of its own.
 */
async function runAll(options: readonly string[]): Promise<number> {
  const first = new Set(['broker', 'delivery', 'rules', 'schemas']);
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const others = folders.map(({ name }) => name).filter((name) => !first.has(name));
  const tests = (names: Iterable<string>) => [...names].map((name) => `src/${name}/**/*.test.ts`);
  const together = ['--test-isolation=none', ...options];
  const codes = await Promise.all([
    run([...together, ...tests(first)]),
    run([...together, 'src/*.test.ts', ...tests(others)], true),
  ]);
  codes.push(
    await run([
      '--test-concurrency=2',
      ...options,
      'test/**/*.test.ts',
      'bench/**/*.test.ts',
      'dashboard/src/**/*.test.ts',
    ]),
  );
  return Math.max(...codes);
}

const given = process.argv.slice(2);
const options = given.filter((argument) => argument.startsWith('-'));
const files = given.filter((argument) => !argument.startsWith('-'));
process.exitCode =
  files.length > 0 ? await run(['--test-concurrency=2', ...options, ...files]) : await runAll(options);
