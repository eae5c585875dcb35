import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runCommand } from '../../../test/support/command-run.ts';
import { loadConfig } from '../load-config.ts';

function place(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-init-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'tocsin.yaml');
}

test('four questions make a file with comments that a broker starts with', async (t) => {
  const file = place(t);
  const answers = ['0.0.0.0', '1884', '', '/var/lib/tocsin'];
  const { code, out, error } = await runCommand(['init', '-f', file], { terminal: { answers } });
  assert.deepEqual([code, out], [0, `${file} written.\ntry: tocsin start -c ${file}\n`]);
  assert.equal((error.match(/\[[^\]]*\]: /g) ?? []).length, 4);
  assert.match(readFileSync(file, 'utf8'), /^# yaml-language-server: \$schema=.*\n# Tocsin\./);
  const { node, listeners, dashboard, access } = loadConfig({ file, environment: {}, assignments: [] });
  assert.deepEqual(
    [node.data_dir, listeners.tcp.host, listeners.tcp.port, dashboard.port, access.allow_anonymous],
    ['/var/lib/tocsin', '0.0.0.0', 1884, 18_083, 'loopback'],
  );
});

test('without a terminal nobody is asked; flags say what is not usual', async (t) => {
  const file = place(t);
  assert.equal((await runCommand(['init', '-f', file, '--port', '1885'])).code, 0);
  const { listeners } = loadConfig({ file, environment: {}, assignments: [] });
  assert.deepEqual([listeners.tcp.host, listeners.tcp.port], ['127.0.0.1', 1885]);
});

test('comments are in the language of whoever calls', async (t) => {
  const file = place(t);
  const { out } = await runCommand(['init', '-f', file, '-y'], { language: 'zh' });
  assert.equal(out, `已写入 ${file}。\n试试：tocsin start -c ${file}\n`);
  assert.match(readFileSync(file, 'utf8'), /^# Tocsin 配置。/m);
});

test('a file that is there is not written over unasked, and no file is written that could not be started with', async (t) => {
  const file = place(t);
  await runCommand(['init', '-f', file, '-y']);
  const again = await runCommand(['init', '-f', file, '-y', '--port', '1']);
  assert.deepEqual(
    [again.code, again.error],
    [1, `${file} is there already.\ntry: --force writes over it, --file NAME another one\n`],
  );
  assert.equal((await runCommand(['init', '-f', file, '-y', '--port', '1', '--force'])).code, 0);
  const wrong = await runCommand(['init', '-f', file, '-y', '--port', 'x', '--force']);
  assert.equal(wrong.code, 1);
  assert.match(wrong.error, /listeners\.tcp\.port must be a whole number from 0 to 65535, not "x"/);
  assert.match(readFileSync(file, 'utf8'), /port: 1\n/);
});
