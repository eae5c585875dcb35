import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const folder = join(import.meta.dirname, '../../examples');
const programs = readdirSync(folder).filter((name) => name.endsWith('.ts'));

test('every program among the examples runs to its end, and its assertions hold', {
  timeout: 120_000,
}, () => {
  // Without the mark of this runner, or their own tests would report to it. In one process, which loads Tocsin once.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--test', '--test-isolation=none', ...programs.map((name) => join(folder, name))],
    { encoding: 'utf8', timeout: 100_000, env },
  );
  assert.equal(status, 0, `${stdout}${stderr}`);
});

test('docs/embedding.md shows each of them as it is', () => {
  const page = readFileSync(join(folder, '../docs/embedding.md'), 'utf8');
  for (const name of programs) {
    const code = readFileSync(join(folder, name), 'utf8');
    assert.ok(page.includes(`\`\`\`ts\n${code}\`\`\``), `examples/${name} is shown, and not an earlier one`);
  }
});
