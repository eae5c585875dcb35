import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const folder = join(import.meta.dirname, '../../examples');
const programs = readdirSync(folder).filter((name) => name.endsWith('.ts'));

for (const name of programs) {
  test(`examples/${name} runs to its end, and its assertions hold`, { timeout: 120_000 }, () => {
    // Without the mark of this runner, or its own tests would report to it.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, name)], {
      encoding: 'utf8',
      timeout: 100_000,
      env,
    });
    assert.equal(status, 0, `${stdout}${stderr}`);
    assert.equal(stderr, '');
  });
}

test('docs/embedding.md shows each of them as it is', () => {
  const page = readFileSync(join(folder, '../docs/embedding.md'), 'utf8');
  for (const name of programs) {
    const code = readFileSync(join(folder, name), 'utf8');
    assert.ok(page.includes(`\`\`\`ts\n${code}\`\`\``), `examples/${name} is shown, and not an earlier one`);
  }
});
