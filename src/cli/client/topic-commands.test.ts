import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startApi } from '../../../test/support/api-scenario.ts';
import { commandLineTexts } from '../../texts/command-line.ts';
import { runCommandLine } from '../command-line.ts';

const from = { clientId: 'd1', username: 'u1', peerHost: undefined, peerName: undefined, attributes: {} };

/** A broker with three retained messages, and its command line. */
async function start(t: TestContext, key = 'admin-key:secret-a') {
  const api = await startApi(t);
  const { port } = await api.server.listen('127.0.0.1', 0);
  for (const [topic, payload] of [
    ['a/1', 'one'],
    ['a/2', 'two'],
    ['b', Buffer.from([0xff])],
  ] as const)
    api.broker.publish({ topic, payload: Buffer.from(payload), qos: 1, retain: true, from });
  return async (...words: string[]) => {
    const result = { code: -1, out: '', error: '' };
    result.code = await runCommandLine(words, {
      environment: { TOCSIN_URL: `http://127.0.0.1:${port}`, TOCSIN_API_KEY: key },
      texts: commandLineTexts.en,
      version: '1.2.3',
      isTerminal: false,
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

test('topics in use are listed with how they are used', async (t) => {
  const run = await start(t);
  const { out, code } = await run('topics', 'ls', 'a/+');
  assert.deepEqual([code, out], [0, 'a/1\t0\t0\tretained\t\na/2\t0\t0\tretained\t\n']);
  assert.equal((await run('topics', 'ls', 'topic:a/#/b')).code, 1);
});

test('retained messages are listed and shown', async (t) => {
  const run = await start(t);
  assert.equal((await run('retained', 'ls', 'size<2', '-o', 'name')).out, 'b\n');
  assert.equal((await run('retained', 'show', 'a/1')).out, 'one\n');
  const binary = await run('retained', 'show', 'b');
  assert.deepEqual([binary.out, binary.error], ['/w==\n', 'not UTF-8: as base64\n']);
  assert.equal((await run('retained', 'show', 'none')).code, 1);
});

test('retained messages are removed only when that is said, and never all of them by leaving something out', async (t) => {
  const run = await start(t);
  const counted = await run('retained', 'rm', '--topic', 'a/+');
  assert.equal(counted.code, 2);
  assert.match(counted.error, /2 retained messages \(6 bytes\) would be removed/);
  assert.equal((await run('retained', 'ls', '-o', 'name')).out, 'a/1\na/2\nb\n');
  assert.deepEqual(await run('retained', 'rm', '--topic', 'a/+', '--yes'), {
    code: 0,
    out: 'removed 2 retained messages\n',
    error: '',
  });
  assert.equal((await run('retained', 'rm', '--yes')).code, 2);
  assert.equal((await run('retained', 'rm', 'b', '--query', 'b', '--yes')).code, 2);
  assert.equal((await run('retained', 'ls', '-o', 'name')).out, 'b\n');
});

test('messages of single topics are counted, set back and counted no more', async (t) => {
  const run = await start(t);
  assert.deepEqual(await run('topics', 'metrics', 'add', 'a/1', '..'), {
    code: 0,
    out: 'counting 2 topics\n',
    error: '',
  });
  assert.match((await run('topics', 'metrics', 'ls')).out, /^a\/1\t0\t0\t0\t0\t0\t2026-/);
  assert.equal((await run('topics', 'metrics', 'reset')).code, 2);
  assert.equal((await run('topics', 'metrics', 'reset', '--all')).out, '2 topics count from 0 again\n');
  assert.equal((await run('topics', 'metrics', 'reset', 'a/1', '-o', 'name')).out, 'a/1\n');
  assert.equal((await run('topics', 'metrics', 'rm', '..', 'a/1')).code, 0);
  assert.equal((await run('topics', 'metrics', 'ls')).out, '');
  const wrong = await run('topics', 'metrics', 'add', 'a/#');
  assert.equal(wrong.code, 1);
  assert.match(wrong.error, /Wildcard topic is not supported/);
});
