import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { startApi } from '../../../../test/support/api-scenario.ts';
import { FakeClock } from '../../../../test/support/fake-clock.ts';
import { startTestBroker } from '../../../../test/support/test-broker.ts';
import { startTraces } from '../../../../test/support/trace-scenario.ts';
import { commandLineTexts } from '../../../texts/command-line.ts';
import { runCommandLine } from '../../command-line.ts';

/** A broker, and its command line. */
async function start(t: TestContext) {
  const clock = new FakeClock(Date.now());
  const { broker, join: joinBroker } = startTestBroker(undefined, undefined, undefined, { clock });
  const { traces } = startTraces(t, { broker, clock });
  const api = await startApi(t, { traces, clock });
  const { port } = await api.server.listen('127.0.0.1', 0);
  const run = async (
    words: readonly string[],
    { key = 'operator-key:secret-o', isTerminal = false } = {},
  ) => {
    const result = { code: -1, out: '', error: '' };
    result.code = await runCommandLine(words, {
      environment: { TOCSIN_URL: `http://127.0.0.1:${port}`, TOCSIN_API_KEY: key },
      texts: commandLineTexts.en,
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
  return { run, traces, join: joinBroker };
}

test('a trace is started, listed, shown, stopped and deleted', async (t) => {
  const { run, join: connect } = await start(t);
  const started = await run(['trace', 'start', '--client', 'dev-1', '--for', '1m', '--name', 'one'], {
    isTerminal: true,
  });
  assert.match(started.out, /^Trace one runs until \S+\.\n$/, started.error);
  await connect('dev-1');
  const table = await run(['trace', 'ls'], { key: 'viewer-key:secret-v', isTerminal: true });
  assert.match(table.out, /^NAME +STATUS +TYPE .*\none +running +clientid +dev-1 /);
  assert.equal((await run(['trace', 'ls', '-o', 'name'])).out, 'one\n');
  const text = await run(['trace', 'show', 'one']);
  assert.match(text.out, / RECV dev-1@127\.0\.0\.1:50000 CONNECT /);
  const json = await run(['trace', 'show', 'one', '-o', 'json']);
  assert.equal(json.out.trimEnd().split('\n').length, text.out.trimEnd().split('\n').length);
  assert.equal((await run(['trace', 'stop', 'one'])).code, 0);
  const followed = await run(['trace', 'follow', 'one']);
  assert.equal(followed.code, 0);
  assert.match(followed.out, /trace\.stopped reason=stopped/);
  assert.equal((await run(['trace', 'rm', 'one'])).code, 0);
  assert.equal((await run(['trace', 'show', 'one'])).code, 1);
  await run(['trace', 'start', '--topic', 'a/#', '--payload', 'hidden']);
  assert.match((await run(['trace', 'rm', '--all'])).out, /^1 deleted\.\n$/);
});

test('a trace is followed from its start to its end', async (t) => {
  const { run, traces, join: connect } = await start(t);
  const following = run(['trace', 'start', '--ip', '127.0.0.1', '--name', 'two', '--follow']);
  while ((await traces.list()).length === 0) await new Promise((resolve) => setImmediate(resolve));
  await connect('dev-1');
  await traces.stop('two');
  const { code, out } = await following;
  assert.equal(code, 0);
  assert.match(out, /CONNECT/);
  assert.match(out, /trace\.stopped/);
});

test('the lines are written into a file', async (t) => {
  const { run } = await start(t);
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-trace-cli-'));
  t.after(() => rmSync(directory, { recursive: true }));
  await run(['trace', 'start', '--client', 'dev-1', '--name', 'one']);
  const file = join(directory, 'x.log');
  assert.equal((await run(['trace', 'download', 'one', file])).code, 0);
  const { out } = await run(['trace', 'download', 'one', '-']);
  assert.equal(readFileSync(file, 'utf8'), out);
  const failed = await run(['trace', 'download', 'one', join(directory, 'no', 'x.log')]);
  assert.equal(failed.code, 1);
  assert.match(failed.error, /cannot be written: ENOENT/);
});

test('what cannot be meant is said with what can', async (t) => {
  const { run } = await start(t);
  for (const words of [
    ['start'],
    ['start', '--client', 'a', '--topic', 'b'],
    ['start', '--client', 'a', '--payload', 'x'],
    ['rm'],
    ['rm', 'a', '--all'],
  ]) {
    const { code, error } = await run(['trace', ...words]);
    assert.equal(code, 2, words.join(' '));
    assert.match(error, /\w/);
  }
  assert.equal((await run(['trace', 'start', '--client', 'a', '--for', '25h'])).code, 1);
  const refused = await run(['trace', 'start', '--client', 'a'], { key: 'viewer-key:secret-v' });
  assert.equal(refused.code, 4);
});
