import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startDelivery } from '../../../test/support/delivery-scenario.ts';
import { HttpReceiver } from '../../../test/support/http-receiver.ts';
import { DeliveryError } from '../delivery-error.ts';

async function start(t: TestContext, settings: Record<string, unknown> = {}) {
  const delivery = startDelivery(t);
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  const url = `http://127.0.0.1:${receiver.port}/services/T0/B0/token-1`;
  const draft = { type: 'slack', name: 'ops', url, ...settings };
  return {
    ...delivery,
    receiver,
    draft,
    /** What the blocks of each message say, without what is about them. */
    texts: () =>
      receiver.requests.map(({ body }) =>
        [...body.matchAll(/"text":"([^"]*)"/g)].map(([, text = '']) => text).join('\n'),
      ),
  };
}

async function refusalOf(run: Promise<unknown>): Promise<DeliveryError> {
  return run.then(
    () => assert.fail('not refused'),
    (error: unknown) => {
      assert.ok(error instanceof DeliveryError, String(error));
      return error;
    },
  );
}

test('a test of settings that are not stored sends a message, and answers with the verdict', async (t) => {
  const { connectors, draft, texts } = await start(t);
  const verdict = await connectors.probe(draft);
  assert.match(texts()[0] ?? '', /^\[Test\] If you can read this, the channel works\.\n.*Sent by Tocsin/s);
  const { request, ...rest } = verdict;
  assert.deepEqual(rest, {
    result: 'delivered',
    duration_ms: 0,
    status: 200,
    vendor_code: 'ok',
    body: '{"errcode":0}',
  });
  assert.match(JSON.stringify(request), /services.*\*\*\*\*\*\*/);
  assert.doesNotMatch(JSON.stringify(verdict), /token-1/);
  assert.deepEqual(connectors.list(), []);
});

test('a test says its words in the language of the channel, or those it is given', async (t) => {
  const { connectors, draft, texts, clock } = await start(t, { language: 'zh' });
  await connectors.create(draft);
  await connectors.test('slack:ops', {});
  await clock.advance(2000);
  await connectors.test('slack:ops', { title: 'Hi', text: 'a <b>', mention: 'all' });
  assert.match(texts()[0] ?? '', /^\[测试\] 这是一条测试消息，收到即表示渠道可用。\n.*关键词：告警/s);
  assert.match(texts()[1] ?? '', /Hi\n.*a &lt;b&gt;/s);
});

test('a connector that is switched off can be tested', async (t) => {
  const { connectors, draft, texts } = await start(t, { enable: false });
  await connectors.create(draft);
  assert.equal((await connectors.test('slack:ops', {})).result, 'delivered');
  assert.equal(texts().length, 1);
});

test('a test that is refused tells code and text of the other side, and no secret', async (t) => {
  const { connectors, draft, receiver } = await start(t);
  await connectors.create(draft);
  receiver.answer = ({ url }, response) => {
    response.statusCode = 403;
    response.end(`invalid_token at ${url}`);
  };
  const { code, message, details } = await refusalOf(connectors.test('slack:ops', {}));
  assert.equal(code, 'TEST_FAILED');
  assert.match(message, /^Slack invalid_token: at .*Copy the address again/);
  const { request, message_zh, fix, fix_zh, ...rest } = details ?? {};
  assert.match(String(message_zh), /^Slack invalid_token: at .*。.*重新复制/);
  assert.match(`${fix} ${fix_zh}`, /^Copy the address again.*重新复制/);
  assert.deepEqual(rest, {
    result: 'rejected',
    cause: 'config',
    status: 403,
    vendor_code: 'invalid_token',
    body: 'invalid_token at /services/T0/B0/******',
    duration_ms: 0,
  });
  assert.ok(request);
});

test('a test that nobody answers ends after the time that an attempt may take', async (t) => {
  const { connectors, draft, receiver, clock } = await start(t);
  await connectors.create(draft);
  receiver.answer = () => undefined;
  const refused = refusalOf(connectors.test('slack:ops', {}));
  await receiver.received(1);
  await clock.advance(15_000);
  const { message, details } = await refused;
  assert.match(message, /^no complete answer within 15 s\. /);
  assert.equal(details?.result, 'unavailable');
});

test('a test leaves no incident open', async (t) => {
  const { connectors, receiver } = await start(t);
  receiver.answer = (_request, response) => {
    response.statusCode = 202;
    response.end('{"status":"success","message":"Event processed"}');
  };
  const url = `http://127.0.0.1:${receiver.port}`;
  await connectors.probe({ type: 'pagerduty', name: 'ops', url, routing_key: 'k'.repeat(32) });
  const events = receiver.requests.map(({ body }) => JSON.parse(body));
  assert.deepEqual(
    events.map(({ event_action }) => event_action),
    ['trigger', 'resolve'],
  );
  assert.equal(events[0].dedup_key, events[1].dedup_key);
});

test('a test leaves no delivery behind', async (t) => {
  const { connectors, draft, store } = await start(t);
  await connectors.create(draft);
  await connectors.test('slack:ops', {});
  assert.deepEqual({ ...store.prepare('SELECT COUNT(*) AS count FROM deliveries').get() }, { count: 0 });
});

test('what is no channel is only reached', async (t) => {
  const { connectors, connect } = startDelivery(t);
  const receiver = await connect('web');
  assert.deepEqual(await connectors.test('http:web', {}), { result: 'reachable', duration_ms: 0 });
  assert.equal(receiver.requests.length, 0);
  await connectors.create({ type: 'http', name: 'down', url: 'http://127.0.0.1:1' });
  const { code, message } = await refusalOf(connectors.test('http:down', {}));
  assert.deepEqual([code, message], ['TEST_FAILED', 'connection refused by 127.0.0.1:1']);
});

test('a test keeps to the limit of its destination, counts for it, and says how long it is held', async (t) => {
  const { connectors, draft, receiver, clock, texts } = await start(t);
  await connectors.create(draft);
  await connectors.test('slack:ops', {});
  const held = await refusalOf(connectors.test('slack:ops', {}));
  assert.match(held.message, /^This destination takes no message for another \d+ s/);
  assert.match(String(held.details?.message_zh), /秒内不再接收消息/);
  assert.equal(texts().length, 1);
  await clock.advance(2000);
  receiver.answer = (_request, response) => void response.writeHead(429, { 'retry-after': '30' }).end();
  assert.equal((await refusalOf(connectors.test('slack:ops', {}))).details?.cause, 'throttled');
  await clock.advance(5000);
  const { details } = await refusalOf(connectors.probe(draft));
  assert.equal(details?.retry_after_ms, 25_000);
});

test('the summary tells limits, what of them is used, and the last test', async (t) => {
  const { connectors, draft, clock, receiver } = await start(t);
  await connectors.create(draft);
  assert.deepEqual(connectors.summary(), [
    {
      id: 'slack:ops',
      type: 'slack',
      name: 'ops',
      channel: true,
      enable: true,
      status: 'connected',
      reason: undefined,
      perMinute: undefined,
      perSecond: 1,
      lastMinute: 0,
      heldUntil: undefined,
      lastTest: undefined,
    },
  ]);
  const at = clock.now();
  await connectors.test('slack:ops', {});
  assert.deepEqual(connectors.summary()[0]?.lastTest, { at, ok: true });
  assert.equal(connectors.summary()[0]?.lastMinute, 1);
  await clock.advance(61_000);
  assert.equal(connectors.summary()[0]?.lastMinute, 0);
  receiver.answer = (_request, response) => void response.writeHead(429, { 'retry-after': '30' }).end();
  await refusalOf(connectors.test('slack:ops', {}));
  const [throttled] = connectors.summary();
  assert.equal(throttled?.lastTest?.ok, false);
  assert.equal(throttled?.heldUntil, clock.now() + 30_000);
});
