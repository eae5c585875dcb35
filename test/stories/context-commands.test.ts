import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runCommand } from '../support/command-run.ts';
import { startTestApp } from '../support/running-app.ts';

function home(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-contexts-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, 'test:test-secret\n', { mode: 0o600 });
  const environment = { XDG_CONFIG_HOME: folder, TOCSIN_CONTEXTS: undefined };
  const run = (argv: readonly string[], language: 'en' | 'zh' = 'en') =>
    runCommand(argv, { environment, language });
  return { folder, tokenFile, run, file: join(folder, 'tocsin', 'contexts.json') };
}

test('a context names a server; the first one is in use, and commands ask it', async (t) => {
  const { app } = await startTestApp(t);
  const { run, tokenFile, file } = home(t);
  const server = `http://127.0.0.1:${app.ready.dashboard.port}`;
  const added = await run(['ctx', 'add', 'plant', '--server', `${server}/`, '--token-file', tokenFile]);
  assert.deepEqual(added, { code: 0, out: 'plant added, and in use\n', error: '' });
  assert.equal((await run(['ctx', 'add', 'far', '--server', 'http://127.0.0.1:9'])).out, 'far added\n');
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.ok(!readFileSync(file, 'utf8').includes('test-secret'), 'a token file is read at each call');
  assert.match((await run(['listeners', 'ls'])).out, /^tcp:default\trunning/m);
  const far = await run(['listeners', 'ls', '--ctx', 'far']);
  assert.equal(far.code, 3);
  assert.match(far.error, /^Nobody answers at http:\/\/127\.0\.0\.1:9 \(.+\)\.\ntry: tocsin start/);
  assert.equal((await run(['ctx', 'use', 'far'])).out, 'far is in use\n');
  assert.equal((await run(['listeners', 'ls'])).code, 3);
});

test('ls shows all but secrets, and rm forgets', async (t) => {
  const { run } = home(t);
  const nothing = await run(['ctx', 'ls']);
  assert.deepEqual([nothing.code, nothing.out], [0, '']);
  await run(['ctx', 'add', 'a', '--server', 'http://a:1', '--key', 'k:s3cret']);
  await run(['ctx', 'add', 'b', '--server', 'http://b:1']);
  assert.equal((await run(['ctx', 'ls'])).out, '*\ta\thttp://a:1\tkept\n\tb\thttp://b:1\tnone\n');
  assert.ok(!(await run(['ctx', 'ls', '-o', 'json'])).out.includes('s3cret'));
  assert.equal((await run(['ctx', 'ls', '-o', 'name'])).out, 'a\nb\n');
  assert.equal((await run(['ctx', 'rm', 'a'])).out, 'a removed\n');
  assert.equal((await run(['ctx', 'ls'])).out, '\tb\thttp://b:1\tnone\n');
});

test('what cannot be meant is told with one thing to do', async (t) => {
  const { run, tokenFile, file } = home(t);
  await run(['ctx', 'add', 'plant', '--server', 'http://a:1']);
  const unknown = await run(['status', '--ctx', 'plnat']);
  assert.equal(unknown.code, 2);
  assert.match(unknown.error, /plnat.*plant.*\ntry: /s);
  for (const [words, sentence] of [
    [['add', 'x'], /^Which server is it\? Give --server URL\.\ntry: /],
    [['add', 'x', '--server', 'ftp://a'], /ftp:\/\/a/],
    [['add', '../x', '--server', 'http://a'], /^\.\.\/x is no name/],
    [['add', 'x', '--server', 'http://a', '--key', 'a:b', '--token', 'c'], /^Give one of/],
    [['add', 'x', '--server', 'http://a', '--token-file', '/nowhere'], /\/nowhere/],
  ] as const) {
    const { code, out, error } = await run(['ctx', ...words]);
    assert.deepEqual([code, out], [2, ''], error);
    assert.match(error, sentence);
  }
  chmodSync(tokenFile, 0o644);
  const open = await run(['ctx', 'add', 'y', '--server', 'http://a', '--token-file', tokenFile]);
  assert.match(open.error, /^note: others on this machine can read .*: chmod 600/);
  writeFileSync(file, '{');
  const broken = await run(['ctx', 'ls']);
  assert.deepEqual([broken.code, broken.out], [2, '']);
  assert.ok(broken.error.includes(file));
});

test('in Chinese, too', async (t) => {
  const { run } = home(t);
  const { out } = await run(['ctx', 'add', 'plant', '--server', 'http://a:1'], 'zh');
  assert.equal(out, '已添加 plant，并已启用\n');
  assert.match((await run(['ctx', 'add', 'x'], 'zh')).error, /\p{Script=Han}.*\n试试：/u);
});
