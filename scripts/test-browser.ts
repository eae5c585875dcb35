/** `npm run test:browser`; `npm run test:browser -- FILE… --option=value` runs some files, or with options of `node --test`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const given = process.argv.slice(2);
const options = given.filter((argument) => argument.startsWith('-'));
const files = given.filter((argument) => !argument.startsWith('-'));

run([join(root, 'scripts', 'build-dashboard.ts'), '--if-needed']);
run([
  '--test',
  '--test-timeout=120000',
  '--test-concurrency=2',
  ...options,
  ...(files.length > 0 ? files : ['test/browser/**/*.browser.ts']),
]);

function run(args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
