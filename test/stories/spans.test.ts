import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HttpReceiver } from '../support/http-receiver.ts';
import { startTestApp } from '../support/running-app.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';

interface ExportedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, string> }[];
  readonly status: { readonly code: number };
}

test('a PUBLISH, its rule and its delivery are one trace, which the publisher began and the webhook goes on', async (t) => {
  const collector = await new HttpReceiver().open();
  t.after(() => collector.close());
  const webhook = await new HttpReceiver().open();
  t.after(() => webhook.close());
  const { api, connect } = await startTestApp(t, [
    'opentelemetry.traces.enable=true',
    'opentelemetry.traces.sample_ratio=0',
    'opentelemetry.traces.scheduled_delay=100ms',
    `opentelemetry.exporter.endpoint=http://127.0.0.1:${collector.port}`,
  ]);
  await api.must('POST', '/connectors', {
    type: 'http',
    name: 'web',
    url: `http://127.0.0.1:${webhook.port}`,
  });
  await api.must('POST', '/actions', { type: 'http', name: 'web', connector: 'web', parameters: {} });
  await api.must('POST', '/rules', {
    id: 'hot',
    sql: 'SELECT payload FROM "plant/#"',
    actions: ['http:web'],
  });

  const client = await connect({ clientId: 'press', protocolVersion: 5 });
  const publish = (flags: string) =>
    client.publishAsync('plant/1', 'hot', {
      qos: 1,
      properties: { userProperties: { traceparent: `00-${TRACE}-${PARENT}-${flags}`, tracestate: 'a=1' } },
    });
  await publish('00');
  await client.publishAsync('plant/1', 'without one');
  await publish('01');
  const requests = await webhook.received(3);
  const traced = requests.filter(({ headers }) => headers.traceparent !== undefined);
  assert.equal(
    traced.length,
    1,
    'neither what is not sampled by its publisher, nor of what begins here with a ratio of 0',
  );

  const spans: ExportedSpan[] = [];
  for (let count = 1; spans.length < 3; count++) {
    const request = (await collector.received(count))[count - 1];
    assert.equal(request?.url, '/v1/traces');
    assert.equal(request.headers['content-type'], 'application/json');
    const body = JSON.parse(request.body) as {
      resourceSpans: { scopeSpans: { spans: ExportedSpan[] }[] }[];
    };
    spans.push(...body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
  }
  const [root, rule, delivery] = ['message.publish', 'rule hot', 'delivery http:web'].map((name) =>
    spans.find((span) => span.name === name),
  );
  assert.ok(root && rule && delivery, JSON.stringify(spans.map(({ name }) => name)));
  assert.deepEqual(
    [root, rule, delivery].map(({ traceId, parentSpanId }) => [traceId, parentSpanId]),
    [
      [TRACE, PARENT],
      [TRACE, root.spanId],
      [TRACE, rule.spanId],
    ],
  );
  assert.equal(traced[0]?.headers.traceparent, `00-${TRACE}-${delivery.spanId}-01`);
  assert.equal(traced[0]?.headers.tracestate, 'a=1');
  assert.ok(BigInt(root.startTimeUnixNano) <= BigInt(delivery.endTimeUnixNano));
  const attributes = Object.fromEntries(
    root.attributes.map(({ key, value }) => [key, Object.values(value)[0]]),
  );
  assert.equal(attributes['messaging.destination.name'], 'plant/1');
  assert.equal(attributes['messaging.client.id'], 'press');
  assert.equal(delivery.status.code, 1);
});

test('a webhook, which is a channel, is told the span of its delivery, and chats are not', async (t) => {
  const collector = await new HttpReceiver().open();
  t.after(() => collector.close());
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  const { api, connect } = await startTestApp(t, [
    'opentelemetry.traces.enable=true',
    `opentelemetry.exporter.endpoint=http://127.0.0.1:${collector.port}`,
  ]);
  const url = `http://127.0.0.1:${receiver.port}`;
  await api.must('POST', '/connectors', { type: 'webhook', name: 'noc', url: `${url}/noc` });
  await api.must('POST', '/connectors', { type: 'slack', name: 'team', url: `${url}/services/T1/B1/x` });
  for (const id of ['webhook:noc', 'slack:team']) {
    const [type, connector] = id.split(':');
    await api.must('POST', '/actions', { type, name: connector, connector, parameters: { text: 'hot' } });
  }
  await api.must('POST', '/rules', {
    id: 'hot',
    sql: 'SELECT payload FROM "plant/#"',
    actions: ['webhook:noc', 'slack:team'],
  });
  const client = await connect({ clientId: 'press', protocolVersion: 5 });
  await client.publishAsync('plant/1', 'hot', {
    properties: { userProperties: { traceparent: `00-${TRACE}-${PARENT}-01`, tracestate: 'a=1' } },
  });
  const requests = await receiver.received(2);
  const [noc, chat] = ['/noc', '/services/T1/B1/x'].map((path) => requests.find((one) => one.url === path));
  assert.match(String(noc?.headers.traceparent), new RegExp(`^00-${TRACE}-[\\da-f]{16}-01$`));
  assert.equal(noc?.headers.tracestate, 'a=1');
  assert.ok(!noc?.body.includes('traceparent'), 'the body is as it was');
  assert.equal(chat?.headers.traceparent, undefined);
});
