import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';
import { startFakeEmqx } from '../support/fake-emqx.ts';
import { startTestApp } from '../support/running-app.ts';

async function start(t: TestContext) {
  const app = await startTestApp(t, [
    'dashboard.bootstrap_username=admin',
    'dashboard.bootstrap_password=Quiet-bell-7',
  ]);
  const url = `http://127.0.0.1:${app.app.ready.dashboard.port}`;
  const login = { username: 'admin', password: 'Quiet-bell-7' };
  const { token } = (await app.api.must('POST', '/login', login)) as { token: string };
  const run = async (words: readonly string[]) => {
    const result = { code: -1, out: '', error: '' };
    result.code = await runCommandLine(words, {
      environment: { TOCSIN_URL: url, TOCSIN_API_KEY: 'test:test-secret' },
      texts: commandLineTexts.en,
      version: '1.2.3',
      out: (text) => {
        result.out += text;
      },
      error: (text) => {
        result.error += text;
      },
    });
    return result;
  };
  const file = join(tmpdir(), `tocsin-command-${process.pid}-${Math.random()}.yaml`);
  t.after(() => rmSync(file, { force: true }));
  return { ...app, run, token, file };
}

test('a backup goes out and in again, with a plan first, and one step back', async (t) => {
  const { run, api, file } = await start(t);
  await api.must('POST', '/banned', { as: 'clientid', who: 'dev-9' });
  const exported = await run(['export']);
  assert.equal(exported.code, 0, exported.error);
  assert.match(exported.out, /^tocsin_backup: 1\n/);
  writeFileSync(file, exported.out);
  assert.equal((await run(['import', file, '--dry-run'])).code, 0);
  await api.must('DELETE', '/banned/clientid/dev-9');
  const dry = await run(['import', file, '--dry-run']);
  assert.deepEqual([dry.code, dry.out.split('\t').slice(0, 3)], [5, ['add', 'bans', 'clientid:dev-9']]);
  assert.match((await run(['import', file, '--only', 'bans/clientid:dev-9'])).out, /1 taken over/);
  assert.match((await run(['import', '--undo'])).out, /1 as before/);
  assert.equal((await run(['import', '--undo'])).code, 1);
  assert.equal((await run(['import', '/no/such/file'])).code, 2);
});

test('listeners are listed and stopped, and the audit log says that it was the command line', async (t) => {
  const { run } = await start(t);
  assert.match((await run(['listeners', 'ls'])).out, /tcp:default\trunning\t127\.0\.0\.1:\d+\t0/);
  assert.equal((await run(['listeners', 'stop', 'ws:default'])).code, 0);
  assert.match((await run(['listeners', 'ls'])).out, /ws:default\tstopped/);
  assert.match(
    (await run(['audit', 'ls'])).out,
    /test\tcli 127\.0\.0\.1\tPOST \/listeners\/ws:default\/stop\tsuccess/,
  );
  assert.equal((await run(['listeners', 'stop', 'tcp:nobody'])).code, 1);
});

test('a decision is tried, and the exit code says whether it is allowed', async (t) => {
  const { run } = await start(t);
  const allowed = await run(['access', 'try', '--client', 'dev-1', '--publish', 'a/b']);
  assert.equal(allowed.code, 0);
  const denied = await run(['access', 'try', '--client', 'dev-1', '--ip', '10.0.0.1', '--subscribe', '#']);
  assert.equal(denied.code, 1);
  assert.match(denied.out, /^denied: /);
  assert.equal((await run(['access', 'try'])).code, 2);
});

test('users and keys are made by who is signed in, and a key is printed once', async (t) => {
  const { run, token, file } = await start(t);
  assert.equal((await run(['users', 'ls'])).code, 4, 'an API key may not');
  writeFileSync(file, 'Quiet-bell-8\n');
  const added = await run(['users', 'add', 'lilei', '--password-file', file, '--token', token]);
  assert.equal(added.code, 0, added.error);
  assert.match((await run(['users', 'ls', '--token', token])).out, /lilei\tviewer/);
  const made = await run(['token', 'create', 'ci', '--token', token]);
  assert.match(made.out, /^[0-9a-f]{16}:\S+\n$/);
  const { out } = await run(['system', 'show', '--key', made.out.trim(), '-o', 'json']);
  assert.ok((JSON.parse(out) as { uptime: number }).uptime >= 0);
  assert.equal((await run(['users', 'add', 'other', '--token', token])).code, 2);
});

test('an EMQX is planned, reported and taken over from the command line, by file and by URL', async (t) => {
  const { run, api, file } = await start(t);
  const cluster = new URL('../samples/emqx/cluster.hocon', import.meta.url).pathname;
  const dry = await run(['import', 'emqx', cluster, '--dry-run']);
  assert.equal(dry.code, 5, dry.error);
  assert.match(dry.out, /^same\trule\/device_offline\tadd\t/);
  assert.match(
    dry.out,
    /^not_supported\tconnector\/mongodb:mongo\tnothing\tthere is no connector of type mongodb here/m,
  );
  const report = JSON.parse((await run(['import', 'emqx', cluster, '--dry-run', '-o', 'json'])).out);
  assert.equal(report.source, 'cluster_hocon');
  assert.equal((await api.call('GET', '/rules/hot')).status, 404, 'a dry run does nothing');

  const taken = await run(['import', 'emqx', cluster, '--only', 'rule/device_offline', '--offer', 'alert']);
  assert.equal(taken.code, 0, taken.error);
  assert.match(taken.error, /2 taken over/);
  assert.ok(((await api.must('GET', '/rules/device_offline')) as { alert?: object }).alert);
  assert.match((await run(['import', '--undo'])).out, /2 as before/);

  const emqx = await startFakeEmqx(t);
  writeFileSync(file, `${emqx.secret}\n`);
  const running = await run(['import', 'emqx', emqx.url, '--key', emqx.key, '--secret-file', file]);
  assert.equal(running.code, 0, running.error);
  assert.equal((await api.call('GET', '/rules/r1')).status, 200);
  assert.equal((await run(['import', 'emqx', emqx.url])).code, 2, 'a running EMQX needs a key');
  assert.equal((await run(['import', 'emqx', cluster, '--offer', 'nosuch'])).code, 2);
  assert.equal((await run(['import', 'emqx', cluster, '--only', 'rule/nosuch'])).code, 2);
});
