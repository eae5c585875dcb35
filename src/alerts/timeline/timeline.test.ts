import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newAlert } from '../../../test/support/kept-alerts.ts';
import type { DeliveryRecord } from '../../delivery/door.ts';
import type { Alert } from '../alert.ts';
import { type AlertTelling, type TimelineParts, timelineOf } from './timeline.ts';

const START = Date.UTC(2027, 0, 1, 14, 3, 7, 104);

const subject = {
  clientId: 'dev-1',
  username: undefined,
  peerHost: undefined,
  listener: undefined,
  node: 'n1',
  attributes: {},
  reason: 'keepalive_timeout',
  sequence: undefined,
};

function offline(changes: Partial<Alert> = {}): Alert {
  return newAlert({ startsAt: START, raisedAt: START + 2, subject, openedAt: START, ...changes });
}

const delivery: DeliveryRecord = {
  id: 'd1',
  connector: 'wecom:ops',
  action: 'wecom:ops',
  rule: 'offline',
  alert: null,
  status: 'delivered',
  vendor_code: '0',
  reason: null,
  cause: null,
  explanation: null,
  title: null,
  request: null,
  attempts: [
    attempt({
      number: 1,
      at: START + 60_100,
      duration_ms: 40,
      verdict: 'unavailable',
      status: 502,
      reason: 'bad gateway',
    }),
    attempt({
      number: 2,
      at: START + 62_100,
      duration_ms: 318,
      verdict: 'delivered',
      status: 200,
      code: '0',
    }),
  ],
  attempt_count: 2,
  created_at: START + 60_006,
  next_at: null,
  expires_at: null,
  finished_at: START + 62_418,
  told_in: null,
};

function attempt(record: Partial<DeliveryRecord['attempts'][0]>): DeliveryRecord['attempts'][0] {
  return {
    number: 1,
    at: START,
    duration_ms: 1,
    status: null,
    code: null,
    body: null,
    verdict: 'delivered',
    cause: null,
    reason: null,
    ...record,
  };
}

const telling: AlertTelling = {
  at: START + 60_006,
  channel: 'wecom:ops',
  reason: 'first',
  digest: undefined,
  others: 287,
  deliveryId: 'd1',
  delivery,
};

function linesOf(parts: Partial<TimelineParts>, language: 'en' | 'zh' = 'en'): string[] {
  const timeline = timelineOf({ alert: offline(), entries: [], tellings: [], ...parts });
  assert.deepEqual(
    timeline.map(({ at }) => at),
    timeline.map(({ at }) => at).toSorted((a, b) => a - b),
  );
  return timeline.map(({ at, kind, text }) => `+${at - START} ${kind}: ${text[language]}`);
}

test('the whole story of an alert stands there in order, to the millisecond', () => {
  const alert = offline({
    status: 'resolved',
    openedAt: START + 60_006,
    acknowledgement: { at: START + 90_000, by: 'li.lei' },
    resolution: { at: START + 130_104, how: 'recovered' },
  });
  const entries = [{ at: START + 95_000, kind: 'noted', body: { by: 'li.lei', text: 'no power' } }];
  const end = {
    ...telling,
    at: START + 130_104,
    reason: 'resolved' as const,
    others: 0,
    delivery: undefined,
  };
  assert.deepEqual(linesOf({ alert, entries, tellings: [telling, end] }), [
    '+0 event: It began: dev-1, keepalive_timeout',
    '+2 matched: Rule offline matched',
    '+2 grace: Grace period of 1 min: nobody is told if it is over by then',
    '+60006 opened: Still so after the grace period of 1 min: opened',
    '+60006 grouped: In one message with 287 other alerts',
    '+60006 notification: wecom:ops is told (the first word)',
    '+60140 attempt: Attempt 1: failed, tried again, HTTP 502, 40 ms: bad gateway',
    '+62418 attempt: Attempt 2: accepted, HTTP 200, errcode 0, 318 ms',
    '+62418 delivery: wecom:ops accepted it',
    '+90000 acknowledged: Acknowledged by li.lei',
    '+95000 note: Note by li.lei: no power',
    '+130104 resolved: Resolved after 2 min 10 s: it is over',
    '+130104 notification: wecom:ops is told (the end)',
    '+130104 delivery: The delivery to wecom:ops is not kept any more',
  ]);
});

test('without a grace period none is told of; while one runs it says how long', () => {
  assert.deepEqual(linesOf({}), [
    '+0 event: It began: dev-1, keepalive_timeout',
    '+2 matched: Rule offline matched',
    '+2 opened: Opened',
  ]);
  const pending = offline({ status: 'pending', openedAt: undefined, dueAt: START + 5000, suppressed: 2 });
  assert.deepEqual(linesOf({ alert: pending }, 'zh'), [
    '+0 event: 事件发生：dev-1，keepalive_timeout',
    '+2 matched: 命中规则 offline',
    '+2 suppressed: 此前在宽限时间内短暂掉线 2 次',
    '+2 grace: 宽限时间 5 秒：期间恢复则不通知',
  ]);
});

test('a delivery that is tried for a day shows its last attempts, and says how many there were', () => {
  const attempts = Array.from({ length: 40 }, (_, n) =>
    attempt({ number: n + 961, at: START + n * 60_000, verdict: 'unavailable', reason: 'ECONNREFUSED' }),
  );
  const waiting = {
    ...delivery,
    status: 'retrying' as const,
    attempts,
    attempt_count: 1000,
    finished_at: null,
  };
  const lines = linesOf({ tellings: [{ ...telling, at: START, others: 0, delivery: waiting }] });
  assert.equal(lines.filter((line) => line.includes(' attempt: Attempt')).length, 20);
  assert.ok(lines.some((line) => line.endsWith('attempt: 980 more attempts')));
  assert.ok(lines.at(-1)?.includes('has not accepted it yet, 1000 attempts'), lines.at(-1));
});
