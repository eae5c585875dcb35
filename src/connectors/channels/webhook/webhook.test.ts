import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { refusalOf } from '../../../../test/support/bots/webhook.ts';
import { HttpReceiver } from '../../../../test/support/http-receiver.ts';
import type { Outcome } from '../../outcome.ts';
import type { ChannelMessage } from '../channel-message.ts';
import { webhook } from './webhook.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
/** Its first 48 bits are a time. */
const ID = '018bcfe5-6800-7000-8000-000000000000';
const HAPPENED_AT = 1_700_000_000_000;

async function open(t: TestContext, settings: Record<string, unknown> = {}) {
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  const url = `http://127.0.0.1:${receiver.port}/hook?from=tocsin`;
  const handle = await webhook.open(webhook.settings.parse({ url, ...settings }));
  t.after(() => handle.close());
  const send = (request: ChannelMessage, id = ID): Promise<Outcome> =>
    handle.send({ id, request }, new AbortController().signal);
  return { receiver, send };
}

test('a receiver that checks signatures takes every attempt, with the same id and bytes', async (t) => {
  const { receiver, send } = await open(t, { secret: SECRET });
  receiver.answer = (_request, response) => void response.writeHead(500).end();
  await send({ title: '设备 "A" 离线\n', data: { clientid: 'a"b' } });
  receiver.answer = (_request, response) => void response.writeHead(204).end();
  const outcome = await send({ title: '设备 "A" 离线\n', data: { clientid: 'a"b' } });
  assert.equal(outcome.kind, 'delivered');
  const [first, second] = receiver.requests;
  assert.ok(first && second);
  assert.equal(refusalOf(first, SECRET, Date.now()), undefined);
  assert.equal(refusalOf(second, SECRET, Date.now()), undefined);
  assert.equal(first.url, '/hook?from=tocsin');
  assert.equal(second.headers['webhook-id'], ID);
  assert.equal(second.body, first.body);
});

test('the payload has a type, the time of the event, and what happened as data', async (t) => {
  const { receiver, send } = await open(t);
  await send({
    title: 'd-17 offline',
    text: 'since 10:31',
    severity: 'critical',
    key: 'd-17',
    fields: [],
    data: { clientid: 'd-17', n: 1 },
  });
  await send({ title: 'd-17 online', event: 'resolve', at: 1000, markdown: '**back**' });
  const [first, second] = receiver.requests.map(({ body }) => JSON.parse(body));
  assert.deepEqual(first, {
    type: 'alert.triggered',
    timestamp: new Date(HAPPENED_AT).toISOString(),
    data: {
      title: 'd-17 offline',
      text: 'since 10:31',
      severity: 'critical',
      status: 'firing',
      key: 'd-17',
      row: { clientid: 'd-17', n: 1 },
    },
  });
  assert.equal(second?.type, 'alert.resolved');
  assert.equal(second?.timestamp, '1970-01-01T00:00:01.000Z');
  assert.deepEqual(second?.data, { title: 'd-17 online', text: '**back**', status: 'resolved' });
});

test("what Alertmanager's receivers parse can be sent instead", async (t) => {
  const { receiver, send } = await open(t, { format: 'alertmanager' });
  const told = {
    title: 'Offline',
    text: 'since 10:31',
    severity: 'warning' as const,
    key: 'd-17',
    data: { clientid: 'd-17', reason: 'keepalive_timeout', list: [1] },
    links: [{ label: 'Device', url: 'https://broker.example/d/17' }],
  };
  await send(told);
  await send({ ...told, event: 'resolve' });
  const [firing, resolved] = receiver.requests.map(({ body }) => JSON.parse(body));
  const fingerprint: string = firing?.alerts[0]?.fingerprint;
  const labels = { clientid: 'd-17', alertname: 'Offline', severity: 'warning' };
  const annotations = { reason: 'keepalive_timeout', summary: 'Offline', description: 'since 10:31' };
  assert.deepEqual(firing, {
    version: '4',
    groupKey: 'd-17',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'tocsin',
    groupLabels: { alertname: 'Offline' },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: 'https://broker.example/d/17',
    alerts: [
      {
        status: 'firing',
        labels,
        annotations,
        startsAt: '2023-11-14T22:13:20.000Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'https://broker.example/d/17',
        fingerprint,
      },
    ],
  });
  assert.match(fingerprint, /^[0-9a-f]{16}$/);
  assert.deepEqual([resolved?.status, resolved?.alerts[0].status], ['resolved', 'resolved']);
  assert.equal(resolved?.alerts[0].fingerprint, fingerprint);
  assert.equal(resolved?.alerts[0].endsAt, '2023-11-14T22:13:20.000Z');
});

test('a body of its own is sent and signed as it is', async (t) => {
  const { receiver, send } = await open(t, { secret: SECRET });
  await send({ title: 'not sent', extra: { body: 'plain 文本' } });
  const [request] = receiver.requests;
  assert.ok(request);
  assert.equal(request.body, 'plain 文本');
  assert.equal(refusalOf(request, SECRET, Date.now()), undefined);
});

test('other conventions of signing', async (t) => {
  const github = await open(t, { secret: 's', signature: 'github' });
  await github.send({ title: 'x' });
  const { headers } = github.receiver.requests[0] ?? {};
  assert.match(String(headers?.['x-hub-signature-256']), /^sha256=[0-9a-f]{64}$/);
  assert.equal(headers?.['webhook-id'], ID);
  assert.equal(headers?.['webhook-signature'], undefined);
  const grafana = await open(t, { secret: 's', signature: 'grafana', timestamp_header: 'X-Time' });
  await grafana.send({ title: 'x' });
  const sent = grafana.receiver.requests[0]?.headers;
  assert.match(String(sent?.['x-grafana-alerting-signature']), /^[0-9a-f]{64}$/);
  assert.match(String(sent?.['x-time']), /^\d{10}$/);
});

const verdicts: [status: number, kind: Outcome['kind'], cause: string | undefined][] = [
  [200, 'delivered', undefined],
  [204, 'delivered', undefined],
  [299, 'delivered', undefined],
  [302, 'rejected', 'config'],
  [308, 'rejected', 'config'],
  [400, 'unavailable', 'remote'],
  [401, 'unavailable', 'remote'],
  [404, 'unavailable', 'remote'],
  [410, 'rejected', 'config'],
  [413, 'unavailable', 'remote'],
  [429, 'unavailable', 'throttled'],
  [500, 'unavailable', 'remote'],
  [502, 'unavailable', 'remote'],
  [504, 'unavailable', 'remote'],
];
test('what an answer means is what the specification says', async (t) => {
  const { receiver, send } = await open(t);
  for (const [status, kind, cause] of verdicts) {
    receiver.answer = (_request, response) =>
      void response
        .writeHead(status, { 'retry-after': '7', location: 'http://169.254.169.254/' })
        .end('said');
    const outcome = await send({ title: 'x' });
    assert.equal(outcome.kind, kind, String(status));
    assert.equal(outcome.kind === 'delivered' ? undefined : outcome.cause, cause, String(status));
    if (outcome.kind === 'unavailable') assert.equal(outcome.retryAfter, 7000);
    assert.equal(outcome.answer?.excerpt, status === 204 ? '' : 'said');
  }
  assert.equal(receiver.requests.length, verdicts.length, 'no redirect was followed');
});

test("a header of the user's replaces ours whatever its case, and none of the connection's is taken", async (t) => {
  const { receiver, send } = await open(t, { headers: { 'Content-Type': 'text/plain', 'X-Own': '告警' } });
  await send({ extra: { body: 'x' } });
  const { headers } = receiver.requests[0] ?? {};
  assert.equal(headers?.['content-type'], 'text/plain');
  assert.equal(Buffer.from(String(headers?.['x-own']), 'latin1').toString(), '告警');
  const url = 'http://127.0.0.1:1';
  for (const name of ['Host', 'content-length', 'Transfer-Encoding', 'CONNECTION', 'a b']) {
    const { error } = webhook.settings.safeParse({ url, headers: { [name]: 'x' } });
    assert.deepEqual(error?.issues[0]?.path, ['headers', name]);
  }
  assert.ok(webhook.settings.safeParse({ url, headers: { 'x-a': 'x\r\ny: z' } }).error);
});

test('secrets are not shown', () => {
  const url = 'https://receiver.example/hook?token=t0ken';
  const view = webhook.describe(
    webhook.settings.parse({ url, secret: SECRET, headers: { Authorization: 'Bearer geheim' } }),
    { title: 'x' },
  );
  assert.doesNotMatch(JSON.stringify(view), /t0ken|geheim|MfKQ/);
});
