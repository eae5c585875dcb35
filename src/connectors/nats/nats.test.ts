import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { connect, type Msg } from '@nats-io/transport-node';
import { realServer } from '../../../test/support/real-servers.ts';
import { type NatsRequest, nats } from './nats.ts';
import { judgePublishAnswer, mistakeInSubject } from './nats-verdicts.ts';

const server = realServer('nats');
const never = new AbortController().signal;

async function open(t: TestContext, settings: Record<string, unknown> = {}) {
  const { host, username, password } = new URL(server.url || 'nats://a:b@127.0.0.1:1');
  const handle = await nats.open(nats.settings.parse({ servers: host, username, password, ...settings }));
  t.after(() => handle.close());
  return handle;
}

async function client(t: TestContext) {
  const { host, username, password } = new URL(server.url);
  const connection = await connect({ servers: host, user: username, pass: password });
  t.after(() => connection.close());
  return connection;
}

const message = (subject: string, request: Partial<NatsRequest> = {}) => ({
  id: randomUUID(),
  request: { subject, payload: 'p', jetstream: false, ...request },
});

test('messages arrive in their order, with headers and bytes', server, async (t) => {
  const subject = `order.${process.pid}`;
  const connection = await client(t);
  const subscription = connection.subscribe(subject, { max: 51 });
  await connection.flush();
  const handle = await open(t);
  const all = Array.from({ length: 50 }, (_, index) => message(subject, { payload: `v${index}` }));
  const last = message(subject, { payload: { base64: 'AP8=' }, headers: [['site', 'a']] });
  const outcomes = await handle.sendBatch?.([...all, last], never);
  assert.deepEqual([...new Set(outcomes?.map(({ kind }) => kind))], ['delivered']);
  const found: Msg[] = [];
  for await (const one of subscription) found.push(one);
  assert.deepEqual(
    found.slice(0, 50).map((one) => one.string()),
    all.map(({ request }) => request.payload),
  );
  assert.deepEqual([...(found[50]?.data ?? [])], [0, 255]);
  assert.equal(found[50]?.headers?.get('site'), 'a');
});

test('with JetStream the stream acknowledges, and drops what it has already', server, async (t) => {
  const subject = `stream${process.pid}.a`;
  const connection = await client(t);
  const stream = { name: `S${process.pid}`, subjects: [subject], storage: 'memory' };
  const made = await connection.request(`$JS.API.STREAM.CREATE.${stream.name}`, JSON.stringify(stream));
  assert.ok(!('error' in (made.json() as object)));
  const handle = await open(t);
  const once = message(subject, { jetstream: true });
  const outcomes = await handle.sendBatch?.([once, message(subject, { jetstream: true })], never);
  assert.deepEqual(
    outcomes?.map(({ answer }) => answer?.excerpt),
    [`stream ${stream.name}, sequence 1`, `stream ${stream.name}, sequence 2`],
  );
  const again = await handle.send(once, never);
  assert.equal(again.answer?.excerpt, `stream ${stream.name}, sequence 1, it was there already`);
  await connection.request(`$JS.API.STREAM.DELETE.${stream.name}`);
});

test('where no stream takes the subject the message waits for one', server, async (t) => {
  const outcome = await (await open(t)).send(message(`nobody.${process.pid}`, { jetstream: true }), never);
  assert.deepEqual([outcome.kind, outcome.answer?.code], ['unavailable', '503']);
});

test('a subject that is none, and a message that is too large, are refused here', server, async (t) => {
  const handle = await open(t);
  const outcomes = await handle.sendBatch?.(
    [
      message('a.*.b'),
      message('a b'),
      message('a..b'),
      message('big', { payload: 'x'.repeat(1_100_000) }),
      message('ok'),
    ],
    never,
  );
  assert.deepEqual(
    outcomes?.map(({ kind }) => kind),
    ['rejected', 'rejected', 'rejected', 'rejected', 'delivered'],
  );
});

test('who is not let in is told why', server, async (t) => {
  const handle = await open(t, { password: 'wrong' });
  const probe = await handle.probe(never);
  assert.match('reason' in probe ? probe.reason : '', /Authorization Violation/i);
  const outcome = await handle.send(message('a'), never);
  assert.deepEqual([outcome.kind, 'cause' in outcome && outcome.cause], ['rejected', 'config']);
});

test('where nobody listens a message may be sent again', async (t) => {
  const handle = await open(t, { servers: '127.0.0.1:1' });
  const reason = 'connection refused by 127.0.0.1:1';
  assert.deepEqual(await handle.send(message('a'), never), { kind: 'unavailable', cause: 'network', reason });
  const stopped = await handle.send(message('a'), AbortSignal.abort(new Error('stopped')));
  assert.deepEqual(stopped, { kind: 'unavailable', cause: 'network', reason: 'stopped' });
});

const answers: [text: string, kind: string][] = [
  ['{"stream":"S","seq":4}', 'delivered'],
  ['{"error":{"code":503,"err_code":10077,"description":"maximum messages exceeded"}}', 'unavailable'],
  [
    '{"error":{"code":400,"err_code":10054,"description":"message size exceeds maximum allowed"}}',
    'rejected',
  ],
  ['hello', 'rejected'],
];
for (const [text, kind] of answers) {
  test(`${text} is ${kind}`, () => assert.equal(judgePublishAnswer(text).kind, kind));
}

test('wildcards stand alone in a part of a subject', () => {
  assert.equal(mistakeInSubject('a*b.c>d'), undefined);
  for (const subject of ['', '.', 'a.', '*', 'a.>', 'a\tb']) assert.ok(mistakeInSubject(subject), subject);
});

const mistakes: [path: string, settings: Record<string, unknown>][] = [
  ['servers', {}],
  ['servers', { servers: 'nats://a:4222' }],
  ['token', { servers: 'a', username: 'u', token: 't' }],
  ['nkey_seed', { servers: 'a', nkey_seed: 'UABC' }],
];
for (const [path, settings] of mistakes) {
  test(`${JSON.stringify(settings)} is refused at ${path}`, () => {
    const [issue] = nats.settings.safeParse(settings).error?.issues ?? [];
    assert.equal(issue?.path.join('.'), path);
  });
}
