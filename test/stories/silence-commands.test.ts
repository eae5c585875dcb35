import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { runCommand } from '../support/command-run.ts';
import { startTestApp } from '../support/running-app.ts';

async function start(t: TestContext) {
  const { app } = await startTestApp(t);
  const environment = {
    TOCSIN_SERVER: `http://127.0.0.1:${app.ready.dashboard.port}`,
    TOCSIN_API_KEY: 'test:test-secret',
  };
  return (argv: readonly string[], more: Parameters<typeof runCommand>[1] = {}) =>
    runCommand(argv, { environment, ...more });
}

test('a silence is made, listed, shown and ended', async (t) => {
  const run = await start(t);
  const call = ['silences', 'create', '--rule', 'offline', '--for', '1h', '-m', 'new firmware', '-o', 'name'];
  const made = await run(call);
  assert.equal(made.code, 0, made.error);
  const id = made.out.trim();
  const listed = await run(['silences', 'ls']);
  const [, state, matchers, ends, hides, by, reason] = listed.out.trimEnd().split('\t');
  assert.deepEqual([state, hides, by, reason], ['active', '0', 'test', 'new firmware']);
  assert.match(matchers ?? '', /offline/);
  assert.ok(Date.parse(ends ?? '') > Date.now() + 3_500_000);
  assert.match((await run(['silences', 'show', id])).out, /^state\tactive$/m);
  assert.equal((await run(['silences', 'end', id])).out, `${id} is over\n`);
  assert.equal((await run(['silences', 'ls', '--state', 'active'])).out, '');
  assert.match((await run(['silences', 'ls', '--state', 'expired'])).out, /\texpired\t/);
});

test('people read a table in their language, and where there is nothing, what to do', async (t) => {
  const run = await start(t);
  const nothing = await run(['silences', 'ls'], { terminal: {}, language: 'zh' });
  assert.deepEqual(nothing, {
    code: 0,
    out: '',
    error: '没有静默\n试试：tocsin silences create --rule ID --for 1h\n',
  });
  await run(['silences', 'create', '--rule', 'offline', '--for', '1h', '-m', '更新固件']);
  const { out } = await run(['silences', 'ls'], { terminal: { columns: 120 }, language: 'zh' });
  assert.match(out, /^ID +状态 +匹配条件 +.*原因\n\S+ +生效中 +.*更新固件\n$/);
});

test('a silence that is not there, and one of everything, are refused', async (t) => {
  const run = await start(t);
  const missing = await run(['silences', 'show', 'nix']);
  assert.equal(missing.code, 1);
  assert.match(missing.error, /\ntry: tocsin silences ls\n$/);
  const all = await run(['silences', 'create', '--for', '1h']);
  assert.notEqual(all.code, 0);
  assert.match(all.error, /try: /);
});
