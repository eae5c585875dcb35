import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { refusalOf } from '../../../../test/support/bots/webhook.ts';
import { HttpReceiver } from '../../../../test/support/http-receiver.ts';
import type { AlertNotice, NoticeAlert } from '../alert-notice.ts';
import type { ChannelMessage } from '../channel-message.ts';
import { webhook } from './webhook.ts';

const ID = '018bcfe5-6800-7000-8000-000000000000';
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

function alertOf(key: string, changes: Partial<NoticeAlert> = {}): NoticeAlert {
  return {
    id: `id-${key}`,
    rule_id: 'offline',
    key,
    title: `Device offline: ${key}`,
    runbook_url: 'https://wiki.example/offline',
    severity: 'critical',
    status: 'open',
    labels: { site: 'hz', 'line.no': '7' },
    facts: { reason: 'keepalive_timeout', peername: '10.2.0.7:1' },
    clientid: key,
    node: 'n1',
    count: 1,
    starts_at: '2026-08-20T06:03:07.000Z',
    opened_at: '2026-08-20T06:04:07.000Z',
    last_at: '2026-08-20T06:03:07.000Z',
    ...changes,
  };
}

function noticeOf(alerts: readonly NoticeAlert[], changes: Partial<AlertNotice> = {}): AlertNotice {
  const open = alerts.filter(({ status }) => status !== 'resolved').length;
  return {
    reason: 'first',
    incident: 'incident-1',
    group_id: 'group-1',
    severity: 'critical',
    at: '2026-08-20T06:04:07.000Z',
    counts: { opened: open, resolved: alerts.length - open, still_open: open },
    from: '2026-08-20T06:03:07.000Z',
    to: '2026-08-20T06:03:47.000Z',
    common: [{ name: 'network/16', value: '10.2.0.0/16', count: 2, of: 2 }],
    alerts,
    truncated_alerts: 0,
    ...changes,
  };
}

const resolved = { status: 'resolved', resolved_at: '2026-08-20T06:07:19.000Z', resolution: 'recovered' };

function messageOf(notice: AlertNotice): ChannelMessage {
  return {
    title: '2 devices offline within 40 s',
    isTagged: true,
    text: 'In common: network 10.2.0.0/16 (2 of 2)',
    severity: 'critical',
    event: 'trigger',
    key: 'incident-1',
    at: Date.parse('2026-08-20T06:04:07Z'),
    links: [{ label: 'View', url: 'https://tocsin.example/alerts?group=1' }],
    notice,
  };
}

async function sent(t: TestContext, message: ChannelMessage, settings: Record<string, unknown>) {
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  const handle = await webhook.open(
    webhook.settings.parse({ url: `http://127.0.0.1:${receiver.port}/hook`, secret: SECRET, ...settings }),
  );
  t.after(() => handle.close());
  await handle.send({ id: ID, request: message }, new AbortController().signal);
  const [request] = receiver.requests;
  assert.ok(request);
  assert.equal(refusalOf(request, SECRET, Date.now()), undefined, 'signed');
  return { headers: request.headers, body: JSON.parse(request.body) };
}

test('the standard payload has the words, the counts and every alert', async (t) => {
  const { body } = await sent(t, messageOf(noticeOf([alertOf('a'), alertOf('b')])), {});
  assert.equal(body.type, 'alert.triggered');
  const { title, status, key, counts, common, alerts, reason, group_id, truncated_alerts, row } = body.data;
  assert.deepEqual(
    [title, status, key, reason, group_id, truncated_alerts, row],
    ['2 devices offline within 40 s', 'firing', 'incident-1', 'first', 'group-1', 0, undefined],
  );
  assert.deepEqual(counts, { opened: 2, resolved: 0, still_open: 2 });
  assert.deepEqual(common, [{ name: 'network/16', value: '10.2.0.0/16', count: 2, of: 2 }]);
  assert.deepEqual(alerts, [alertOf('a'), alertOf('b')]);
});

test('Alertmanager: every alert with labels, annotations, times and a fingerprint that stays', async (t) => {
  const notice = noticeOf([alertOf('a'), alertOf('b', resolved)], { truncated_alerts: 3 });
  const { body } = await sent(t, messageOf(notice), { format: 'alertmanager' });
  const { alerts, commonAnnotations, commonLabels, ...head } = body;
  assert.deepEqual(head, {
    version: '4',
    groupKey: 'incident-1',
    truncatedAlerts: 3,
    status: 'firing',
    receiver: 'tocsin',
    groupLabels: { alertname: 'offline' },
    externalURL: 'https://tocsin.example',
  });
  assert.deepEqual(commonLabels, {
    site: 'hz',
    line_no: '7',
    node: 'n1',
    rule: 'offline',
    alertname: 'offline',
    severity: 'critical',
  });
  assert.deepEqual(commonAnnotations, {
    reason: 'keepalive_timeout',
    peername: '10.2.0.7:1',
    runbook_url: 'https://wiki.example/offline',
  });
  const [first, second] = alerts;
  assert.deepEqual(
    [first.status, first.labels.key, first.startsAt, first.endsAt, first.annotations.summary],
    ['firing', 'a', '2026-08-20T06:03:07.000Z', '0001-01-01T00:00:00Z', 'Device offline: a'],
  );
  assert.deepEqual(
    [second.status, second.endsAt, second.generatorURL],
    ['resolved', '2026-08-20T06:07:19.000Z', ''],
  );
  assert.notEqual(first.fingerprint, second.fingerprint);

  const some = { opened: 0, resolved: 1, still_open: 1 };
  const partly = messageOf(noticeOf([alertOf('b', resolved)], { counts: some }));
  assert.equal((await sent(t, partly, { format: 'alertmanager' })).body.status, 'firing');

  const later = messageOf(noticeOf([alertOf('a', { ...resolved, severity: 'warning', id: 'id-2' })]));
  const over = (await sent(t, later, { format: 'alertmanager' })).body;
  assert.equal(over.status, 'resolved');
  assert.equal(over.alerts[0].fingerprint, first.fingerprint);
  assert.equal(over.alerts[0].generatorURL, 'https://tocsin.example/alerts?group=1');
});

test('a CloudEvent as one document', async (t) => {
  const { headers, body } = await sent(t, messageOf(noticeOf([alertOf('泵 1')])), { format: 'cloudevents' });
  assert.equal(headers['content-type'], 'application/cloudevents+json; charset=utf-8');
  const { data, ...attributes } = body;
  assert.deepEqual(attributes, {
    specversion: '1.0',
    id: ID,
    source: '/tocsin/rules/offline',
    type: 'tocsin.alert.triggered',
    time: '2026-08-20T06:04:07.000Z',
    subject: '泵 1',
    datacontenttype: 'application/json',
  });
  assert.equal(data.alerts[0].key, '泵 1');
  assert.equal(data.title, '2 devices offline within 40 s');
});

test('a CloudEvent with its attributes in headers, which no name can break', async (t) => {
  const key = '泵 1%"\r\nx: y';
  const { headers, body } = await sent(t, messageOf(noticeOf([alertOf(key)])), {
    format: 'cloudevents_binary',
  });
  assert.equal(headers['content-type'], 'application/json');
  assert.equal(headers['ce-specversion'], '1.0');
  assert.equal(headers['ce-id'], ID);
  assert.equal(headers['ce-type'], 'tocsin.alert.triggered');
  assert.equal(headers['ce-source'], '/tocsin/rules/offline');
  assert.equal(headers['ce-subject'], '%E6%B3%B5%201%25%22%0D%0Ax:%20y');
  assert.equal(decodeURIComponent(String(headers['ce-subject'])), key);
  assert.equal(headers.x, undefined);
  assert.equal(body.alerts[0].key, key);
});

test('a CloudEvent of several rules is of none, and rows make events too', async (t) => {
  const notice = noticeOf([alertOf('a'), alertOf('b', { rule_id: undefined, monitor: 'cpu_high' })]);
  const { body } = await sent(t, messageOf(notice), { format: 'cloudevents' });
  assert.deepEqual([body.source, body.subject], ['/tocsin', 'incident-1']);
  const row = await sent(
    t,
    { title: 'x', data: { clientid: 'd' }, event: 'resolve' },
    { format: 'cloudevents' },
  );
  assert.deepEqual([row.body.type, row.body.source], ['tocsin.alert.resolved', '/tocsin']);
  assert.deepEqual(row.body.data.row, { clientid: 'd' });
});
