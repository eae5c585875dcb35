import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keptAlerts, newAlert } from '../../../test/support/kept-alerts.ts';
import type { Store } from '../../store/store.ts';
import type { Alert } from '../alert.ts';
import { TimelineReader } from '../timeline/timeline-reader.ts';
import { AlertHistory } from './alert-history.ts';

const NOON = Date.UTC(2026, 10, 28, 12);
const DAY = 86_400_000;

function historyOf(store: Store) {
  const added: number[] = [];
  const history = new AlertHistory({
    store,
    clock: { now: () => NOON + DAY },
    retention: { age: 90 * DAY, count: 100_000 },
    deliveryOf: () => undefined,
    onAdded: (count) => added.push(count),
  });
  return { history, added };
}

const alertIn = (store: Store, id: string): Alert =>
  JSON.parse(String(store.prepare('SELECT body FROM alerts WHERE id = ?').get(id)?.body)) as Alert;

const past = newAlert({
  startsAt: NOON,
  status: 'resolved',
  title: { en: 'Gone', zh: '离线' },
  labels: { site: 'hz' },
  facts: { reason: 'keepalive_timeout' },
  subject: {
    clientId: 'dev-1',
    username: 'u',
    peerHost: '10.0.0.1',
    listener: 'tcp:default',
    node: 'n1',
    attributes: { line: '3' },
    reason: 'keepalive_timeout',
    sequence: 7,
  },
  acknowledgement: { at: NOON + 500, by: 'lilei' },
  resolution: { at: NOON + 1000, how: 'manual', by: 'hanmei' },
});

test('an alert that is over comes through JSON as it was, with its notes and whom it was told to, once', async (t) => {
  const from = keptAlerts([past]);
  const to = keptAlerts([]);
  t.after(() => {
    from.close();
    to.close();
  });
  from.transact(() => {
    from
      .prepare('INSERT INTO alert_entries (alert, n, at, kind, body) VALUES (?, 1, ?, ?, ?)')
      .run(past.id, NOON + 600, 'noted', '{"text":"the gateway","by":"lilei"}');
    from
      .prepare(
        'INSERT INTO notifications (id, channel, reason, group_id, at, delivery, applied, body) VALUES (?, ?, ?, ?, ?, ?, 1, ?)',
      )
      .run('n1', 'wecom:ops', 'first', past.groupId, NOON + 10, 'd1', '{"counts":{"opened":3,"resolved":0}}');
    from
      .prepare(
        'INSERT INTO alert_tellings (alert, channel, event, incident, notification, at) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(past.id, 'wecom:ops', 'trigger', 'i', 'n1', NOON + 10);
  });
  const source = historyOf(from);
  const line: unknown = JSON.parse(JSON.stringify(source.history.read(alertIn(from, past.id))));

  const target = historyOf(to);
  const none = { same: 0, too_old: 0, refused: 0, problems: [] };
  assert.deepEqual(await target.history.plan([line]), { ...none, added: 1 });
  assert.equal(to.prepare('SELECT COUNT(*) AS n FROM alerts').get()?.n, 0, 'a plan does nothing');
  assert.deepEqual(await target.history.add([line]), { ...none, added: 1 });
  assert.deepEqual(await target.history.add([line, line]), { ...none, added: 0, same: 2 });
  assert.deepEqual(target.added, [1, 0]);

  const { subject, ...rest } = alertIn(to, past.id);
  const { sequence: _sequence, ...known } = past.subject ?? {};
  assert.deepEqual({ ...rest, subject }, JSON.parse(JSON.stringify({ ...past, subject: known })));
  const told = new TimelineReader(to, () => undefined).read(alertIn(to, past.id));
  assert.deepEqual(
    told
      .map(({ kind, text }) => `${kind}: ${text.en}`)
      .filter((text) => !/^(event|matched|opened)/.test(text)),
    [
      'grouped: In one message with 2 other alerts',
      'notification: wecom:ops is told (the first word)',
      'delivery: The delivery to wecom:ops is not kept any more',
      'acknowledged: Acknowledged by lilei',
      'note: Note by lilei: the gateway',
      'resolved: Resolved by hanmei after 1 s',
    ],
  );
  assert.equal(to.prepare('SELECT told FROM alerts').get()?.told, 1, 'nobody is told again');
  const again: unknown = JSON.parse(JSON.stringify(target.history.read(alertIn(to, past.id))));
  assert.deepEqual(again, line, 'and it can be taken on from there');
});

test('what is not over, too old, or no alert is not taken, and the rest is', async (t) => {
  const store = keptAlerts([]);
  t.after(() => store.close());
  const { history } = historyOf(store);
  assert.equal(history.read(newAlert({ startsAt: NOON })), undefined);
  const line = history.read(past);
  const old = history.read(newAlert({ startsAt: NOON - 100 * DAY, status: 'resolved' }));
  const counts = await history.add([
    line,
    old,
    { ...line, resolved_at: undefined },
    { ...line, id: 'mine' },
    { ...line, monitor: 'cpu_high' },
    { ...line, severity: 'loud' },
    'hello',
    null,
  ]);
  assert.deepEqual(
    { ...counts, problems: counts.problems.map(({ index }) => index) },
    { added: 1, same: 0, too_old: 1, refused: 6, problems: [2, 3, 4, 5, 6, 7] },
  );
  assert.match(counts.problems[0]?.reason ?? '', /^resolved_at: /);
  assert.match(counts.problems[1]?.reason ?? '', /^id: is no id of an alert that began at starts_at$/);
});
