import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startApi } from '../../../test/support/api-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { startJournal } from '../../../test/support/journal-scenario.ts';
import { commandLineTexts } from '../../texts/command-line.ts';
import { runCommandLine } from '../command-line.ts';

/** A broker with some events, and its command line. */
async function start(t: TestContext) {
  const clock = new FakeClock(Date.now());
  const { journal, connect, disconnect } = startJournal(t, {}, { clock });
  const api = await startApi(t, { journal, clock });
  const { port } = await api.server.listen('127.0.0.1', 0);
  connect('dev-1', 'ann');
  disconnect('dev-1', 'keepalive_timeout');
  connect('dev-2');
  return async (words: readonly string[], language: 'en' | 'zh' = 'en', isTerminal = false) => {
    const result = { code: -1, out: '', error: '' };
    result.code = await runCommandLine(words, {
      environment: { TOCSIN_URL: `http://127.0.0.1:${port}`, TOCSIN_API_KEY: 'viewer-key:secret-v' },
      texts: commandLineTexts[language],
      version: '1.2.3',
      isTerminal,
      out: (text) => {
        result.out += text;
      },
      error: (text) => {
        result.error += text;
      },
    });
    return result;
  };
}

test('events are listed in words, by the filters of the API', async (t) => {
  const run = await start(t);
  const lines = async (...words: string[]) =>
    (await run(['events', 'ls', ...words])).out.trimEnd().split('\n');
  assert.equal((await lines()).length, 3);
  const [gone] = await lines('--reason', 'keepalive_timeout');
  assert.match(gone ?? '', /\tclient\.disconnected\tdev-1 timed out$/);
  assert.equal((await lines('--client', 'dev-1,dev-2', '--event', 'client.connected')).length, 2);
  assert.equal((await lines('--user', 'ann', '--since', '1h')).length, 1);
  const table = await run(['events', 'ls', '-q', 'KEEPALIVE'], 'zh', true);
  assert.match(table.out, /^ID +时间 +事件 +发生了什么\n.*dev-1 心跳超时断开\n$/);
  const json = JSON.parse((await run(['events', 'ls', '-o', 'json'])).out);
  assert.equal(json.data[0].clientid, 'dev-2');
});

test('events are counted by time', async (t) => {
  const run = await start(t);
  const { out, code } = await run(['events', 'histogram', '--since', '1h', '--buckets', '1']);
  assert.equal(code, 0);
  const counts = out
    .trimEnd()
    .split('\n')
    .map((line) => Number(line.split('\t')[1]));
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    3,
  );
});

test('what is no time is said, and nothing is asked', async (t) => {
  const run = await start(t);
  const { code, error } = await run(['events', 'ls', '--since', 'yesterday']);
  assert.equal(code, 2);
  assert.match(error, /"yesterday" is no time/);
  const refused = await run(['events', 'ls', '--event', 'client.conected']);
  assert.equal(refused.code, 1);
  assert.match(refused.error, /did you mean client\.connected/);
});

test('how the broker is stands in a few lines', async (t) => {
  const run = await start(t);
  const { out } = await run(['status']);
  assert.match(out, /^live_connections\t0$/m);
  assert.match(out, /^open\t0$/m);
  const table = await run(['status'], 'en', true);
  assert.match(table.out, /^online +0$/m);
});
