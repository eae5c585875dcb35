import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommand } from '../support/command-run.ts';
import { startTestApp } from '../support/running-app.ts';

test('doctor says of each thing how it is, for people with a mark and what to do, for programs by words', async (t) => {
  const { app } = await startTestApp(t);
  const environment = {
    TOCSIN_SERVER: `http://127.0.0.1:${app.ready.dashboard.port}`,
    TOCSIN_API_KEY: 'test:test-secret',
  };
  const piped = await runCommand(['doctor'], { environment });
  assert.match(piped.out, /^ports\tfine\tAll \d+ listeners are open\./m);
  assert.match(piped.out, /^disk\t\w+\t/m);
  const report = JSON.parse((await runCommand(['doctor', '-o', 'json'], { environment })).out) as {
    state: string;
  };
  assert.equal(piped.code, report.state === 'wrong' ? 1 : 0);
  const spoken = await runCommand(['doctor'], { environment, language: 'zh', terminal: { columns: 60 } });
  assert.match(spoken.out, /→ \p{Script=Han}/u);
  assert.ok(!spoken.out.includes('…'));
});

test('something wrong ends with exit code 1', async (t) => {
  const { app } = await startTestApp(t, ['access.allow_anonymous=true', 'listeners.tcp.host=0.0.0.0']);
  const environment = {
    TOCSIN_SERVER: `http://127.0.0.1:${app.ready.dashboard.port}`,
    TOCSIN_API_KEY: 'test:test-secret',
  };
  const { code, out } = await runCommand(['doctor'], { environment });
  assert.equal(code, 1, out);
  assert.match(out, /^access\twrong\t/m);
});
