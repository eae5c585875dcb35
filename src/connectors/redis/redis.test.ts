import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { realServer } from '../../../test/support/real-servers.ts';
import type { Payload } from '../payload.ts';
import { redis } from './redis.ts';
import { judgeReplyError } from './redis-verdicts.ts';

const server = realServer('redis');
const never = new AbortController().signal;

async function open(t: TestContext, settings?: Record<string, unknown>) {
  const { host, password } = new URL(server.url || 'redis://:x@127.0.0.1:1');
  const handle = await redis.open(redis.settings.parse(settings ?? { server: host, password }));
  t.after(() => handle.close());
  return (commands: readonly (readonly [string, ...Payload[]])[], signal = never) =>
    handle.sendBatch?.(
      commands.map((command, index) => ({ id: String(index), request: { command } })),
      signal,
    ) ?? assert.fail();
}

const key = (name: string): string => `test-${process.pid}-${name}`;

test('each command of a batch has its own outcome, and bytes stay bytes', server, async (t) => {
  const send = await open(t);
  const outcomes = await send([
    ['SET', key('a'), { base64: 'AP8=' }],
    ['LPUSH', key('a'), 'x'],
    ['NOSUCH', key('a')],
    ['STRLEN', key('a')],
    ['SET', key('q'), 'a" b\r\nSET x y'],
    ['GET', key('q')],
  ]);
  assert.deepEqual(
    outcomes.map((outcome) => [outcome.kind, 'cause' in outcome && outcome.cause, outcome.answer?.code]),
    [
      ['delivered', false, undefined],
      ['rejected', 'message', 'WRONGTYPE'],
      ['rejected', 'config', 'ERR'],
      ['delivered', false, undefined],
      ['delivered', false, undefined],
      ['delivered', false, undefined],
    ],
  );
  assert.equal(outcomes[3]?.answer?.excerpt, '2');
  assert.match(outcomes[5]?.answer?.excerpt ?? '', /^a" b\s+SET x y$/);
});

test('commands of a batch run in their order', server, async (t) => {
  const send = await open(t);
  await send(Array.from({ length: 200 }, (_, index) => ['RPUSH', key('list'), String(index)] as const));
  const [range] = await send([['LRANGE', key('list'), '0', '99']]);
  assert.deepEqual(
    JSON.parse(range?.answer?.excerpt ?? ''),
    Array.from({ length: 100 }, (_, index) => String(index)),
  );
});

test('without the password nothing passes, and that is said', server, async (t) => {
  const { host } = new URL(server.url);
  const handle = await redis.open(redis.settings.parse({ server: host, password: 'wrong' }));
  t.after(() => handle.close());
  const probe = await handle.probe(never);
  assert.match('reason' in probe ? probe.reason : '', /WRONGPASS/);
  const outcome = await handle.send({ id: '1', request: { command: ['PING'] } }, never);
  assert.deepEqual([outcome.kind, 'cause' in outcome && outcome.cause], ['rejected', 'config']);
});

test('where nobody listens a command may be sent again', async (t) => {
  const send = await open(t, { server: '127.0.0.1:1' });
  const reason = 'connection refused by 127.0.0.1:1';
  assert.deepEqual(await send([['PING']]), [{ kind: 'unavailable', cause: 'network', reason }]);
});

test('a command without an answer ends with the signal, and when the connection breaks', async (t) => {
  // Greets nobody: the driver waits for the answer to its first command.
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.after(() => silent.close());
  const { port } = silent.address() as { port: number };
  const send = await open(t, { server: `127.0.0.1:${port}` });
  const calling = new AbortController();
  const sent = send([['PING']], calling.signal);
  const [socket] = await once(silent, 'connection');
  t.after(() => socket.destroy());
  calling.abort(new Error('stopped'));
  assert.deepEqual(await sent, [{ kind: 'unavailable', cause: 'network', reason: 'stopped' }]);
});

const replies: [message: string, kind: string, cause: string][] = [
  ['LOADING Redis is loading the dataset in memory', 'unavailable', 'remote'],
  ["READONLY You can't write against a read only replica.", 'unavailable', 'remote'],
  ['MOVED 3999 127.0.0.1:6381', 'unavailable', 'remote'],
  ["OOM command not allowed when used memory > 'maxmemory'.", 'unavailable', 'remote'],
  ['CLUSTERDOWN The cluster is down', 'unavailable', 'remote'],
  ['ERR max number of clients reached', 'unavailable', 'remote'],
  ['NOAUTH Authentication required.', 'rejected', 'config'],
  ["NOPERM this user has no permissions to run the 'set' command", 'rejected', 'config'],
  ["ERR unknown command 'X'", 'rejected', 'config'],
  ['WRONGTYPE Operation against a key holding the wrong kind of value', 'rejected', 'message'],
  ['ERR value is not an integer or out of range', 'rejected', 'message'],
];
for (const [message, kind, cause] of replies) {
  test(`"${message}" is ${kind}, for the sake of ${cause}`, () => {
    const outcome = judgeReplyError(message);
    assert.deepEqual([outcome.kind, 'cause' in outcome && outcome.cause], [kind, cause]);
    assert.equal(outcome.answer?.code, message.split(' ')[0]);
  });
}

const mistakes: [path: string, settings: Record<string, unknown>][] = [
  ['server', {}],
  ['server', { server: 'redis://a' }],
  ['server', { server: '169.254.169.254:6379' }],
  ['servers', { redis_type: 'cluster' }],
  ['sentinel', { redis_type: 'sentinel', servers: 'a:1' }],
  ['database', { redis_type: 'cluster', servers: 'a:1', database: 2 }],
  ['parameters.server', { parameters: { redis_type: 'single' } }],
];
for (const [path, settings] of mistakes) {
  test(`${JSON.stringify(settings)} is refused at ${path}`, () => {
    const [issue] = redis.settings.safeParse(settings).error?.issues ?? [];
    assert.equal(issue?.path.join('.'), path);
  });
}
