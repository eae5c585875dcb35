import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AlertScenario, openTestAlerts } from '../../../test/support/alert-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { Alert, AlertPolicy, Condition, Subject } from '../door.ts';
import { PLAIN } from './plain-policy.ts';

const RULE = { kind: 'rule', id: 'offline' } as const;
const MINUTE = 60_000;

function policyWith(changes: Partial<AlertPolicy> = {}): AlertPolicy {
  return { ...PLAIN, grace: MINUTE, isPresence: true, endsOnReturn: true, ...changes };
}

function conditionAt(at: number, changes: Partial<Condition> & { sequence?: number } = {}): Condition {
  const { sequence = at * 1000, ...rest } = changes;
  const clientId = rest.key ?? 'dev-1';
  const subject: Subject = {
    clientId,
    username: 'u',
    peerHost: '10.2.3.4',
    listener: 'tcp:default',
    node: 'n1',
    attributes: {},
    reason: 'keepalive_timeout',
    sequence,
  };
  return {
    source: RULE,
    key: 'dev-1',
    severity: 'critical',
    title: `${clientId} is offline`,
    labels: {},
    subject,
    facts: { clientid: clientId },
    at,
    ...rest,
  };
}

function begun(t: Parameters<typeof openTestAlerts>[0], policy = policyWith()): AlertScenario {
  const scenario = openTestAlerts(t);
  scenario.alerts.book.setPolicy(RULE, policy);
  scenario.alerts.start();
  return scenario;
}

function told({ news }: AlertScenario): string[] {
  return news.map(({ kind, alert }) => `${kind} ${alert.key}`);
}

function statuses({ alerts }: AlertScenario): string[] {
  return [...alerts.book.unresolved()].map(({ key, status }) => `${key} ${status}`);
}

function rowsOf({ store }: AlertScenario): unknown[] {
  store.commit();
  return store
    .prepare('SELECT key, status FROM alerts ORDER BY id')
    .all()
    .map(({ key, status }) => `${String(key)} ${String(status)}`);
}

test('an alert is pending through its grace period, opens at its end and is resolved when the condition is over', async (t) => {
  const scenario = begun(t);
  const { alerts, clock } = scenario;
  const at = clock.now();
  alerts.book.raise(conditionAt(at));
  assert.deepEqual(rowsOf(scenario), ['dev-1 pending']);
  await clock.advance(MINUTE - 1);
  assert.deepEqual(told(scenario), ['pending dev-1']);
  await clock.advance(1);
  assert.deepEqual(rowsOf(scenario), ['dev-1 open']);
  await clock.advance(MINUTE);
  alerts.book.clear(RULE, 'dev-1', clock.now());
  assert.deepEqual(told(scenario), ['pending dev-1', 'opened dev-1', 'resolved dev-1']);
  assert.deepEqual(rowsOf(scenario), ['dev-1 resolved']);
  const last = scenario.news.at(-1)?.alert;
  assert.ok(last);
  const { id, startsAt, openedAt, resolution } = last;
  assert.deepEqual(
    { startsAt, openedAt, resolution },
    { startsAt: at, openedAt: at + MINUTE, resolution: { at: at + 2 * MINUTE, how: 'recovered' } },
  );
  assert.equal(alerts.book.get(id)?.status, 'resolved');
  assert.deepEqual(statuses(scenario), []);
});

test('what is over within its grace period is counted and otherwise forgotten', async (t) => {
  const scenario = begun(t);
  const { alerts, clock } = scenario;
  for (let n = 0; n < 3; n++) {
    alerts.book.raise(conditionAt(clock.now()));
    await clock.advance(20_000);
    alerts.book.clear(RULE, 'dev-1', clock.now());
    await clock.advance(20_000);
  }
  assert.deepEqual(rowsOf(scenario), []);
  assert.deepEqual(alerts.book.shortDrops(RULE), { lastHour: 3, last24h: 3, total: 3 });
  assert.deepEqual(alerts.book.allShortDrops(), [
    { source: RULE, counts: { lastHour: 3, last24h: 3, total: 3 } },
  ]);
  const next = alerts.book.raise(conditionAt(clock.now()));
  assert.equal(next?.suppressed, 3);
  await clock.advance(90 * MINUTE);
  assert.deepEqual(alerts.book.shortDrops(RULE), { lastHour: 0, last24h: 3, total: 3 });
  assert.equal(alerts.book.find(RULE, 'dev-1')?.suppressed, 3);
});

test('a client that is there at the end of the grace period has no alert, although nobody told of its coming', async (t) => {
  const scenario = begun(t);
  scenario.alerts.book.raise(conditionAt(scenario.clock.now()));
  scenario.presence.connected.set('dev-1', scenario.clock.now() * 1000 + 1);
  await scenario.clock.advance(MINUTE);
  assert.deepEqual(told(scenario), ['pending dev-1', 'suppressed dev-1']);
});

test('a coming that is older than the going does not end the alert', async (t) => {
  const scenario = begun(t);
  const { alerts, clock } = scenario;
  alerts.book.raise(conditionAt(clock.now(), { sequence: 10 }));
  alerts.book.clear(RULE, 'dev-1', clock.now(), 9);
  assert.deepEqual(statuses(scenario), ['dev-1 pending']);
  alerts.book.clear(RULE, 'dev-1', clock.now(), 11);
  assert.deepEqual(statuses(scenario), []);
});

test('a client that goes again has come back between: its grace period begins anew', async (t) => {
  const scenario = begun(t);
  const { alerts, clock } = scenario;
  alerts.book.raise(conditionAt(clock.now(), { sequence: 1 }));
  await clock.advance(40_000);
  alerts.book.raise(conditionAt(clock.now(), { sequence: 3 }));
  await clock.advance(40_000);
  assert.deepEqual(statuses(scenario), ['dev-1 pending']);
  await clock.advance(20_000);
  assert.deepEqual(statuses(scenario), ['dev-1 open']);
  assert.equal(alerts.book.find(RULE, 'dev-1')?.suppressed, 1);
});

test('the same condition again is counted, brings the texts up to date, and tells when it is worse', (t) => {
  const scenario = begun(t, policyWith({ grace: 0, isPresence: false }));
  const { alerts, clock } = scenario;
  alerts.book.raise(conditionAt(clock.now(), { severity: 'warning' }));
  alerts.book.raise(conditionAt(clock.now() + 5, { severity: 'warning', title: 'new title' }));
  alerts.book.raise(conditionAt(clock.now() + 9, { severity: 'critical' }));
  assert.deepEqual(told(scenario), ['opened dev-1', 'repeated dev-1', 'escalated dev-1']);
  const alert = alerts.book.find(RULE, 'dev-1') as Alert;
  assert.deepEqual([alert.count, alert.severity, alert.lastAt - alert.startsAt], [3, 'critical', 9]);
  assert.equal(scenario.news[1]?.alert.title, 'new title');
  scenario.store.commit();
  assert.deepEqual(
    alerts.book.entriesOf(alert.id).map(({ kind, text }) => [kind, text]),
    [['escalated', 'critical']],
  );
});

test('an alert is over when it was not seen for so long', async (t) => {
  const scenario = begun(t, policyWith({ grace: 0, isPresence: false, quietAfter: 10 * MINUTE }));
  const { alerts, clock } = scenario;
  alerts.book.raise(conditionAt(clock.now()));
  await clock.advance(9 * MINUTE);
  alerts.book.raise(conditionAt(clock.now()));
  await clock.advance(10 * MINUTE - 1);
  assert.deepEqual(statuses(scenario), ['dev-1 open']);
  await clock.advance(1);
  assert.equal(scenario.news.at(-1)?.alert.resolution?.how, 'quiet');
});

test('somebody acknowledges, notes and resolves', (t) => {
  const scenario = begun(t, policyWith({ grace: 0 }));
  const { alerts } = scenario;
  const { id } = alerts.book.raise(conditionAt(scenario.clock.now())) as Alert;
  assert.equal(alerts.book.acknowledge(id, 'ann')?.status, 'acknowledged');
  assert.equal(alerts.book.acknowledge(id, 'bob')?.acknowledgement?.by, 'ann');
  alerts.book.note(id, 'on my way', 'ann');
  assert.deepEqual(alerts.book.resolve(id, 'ann')?.resolution, {
    at: scenario.clock.now(),
    how: 'manual',
    by: 'ann',
  });
  scenario.store.commit();
  assert.equal(alerts.book.resolve(id, 'bob')?.resolution?.by, 'ann');
  assert.deepEqual(told(scenario), ['opened dev-1', 'acknowledged dev-1', 'noted dev-1', 'resolved dev-1']);
  assert.deepEqual(
    alerts.book.entriesOf(id).map(({ text, by }) => [text, by]),
    [['on my way', 'ann']],
  );
  assert.equal(alerts.book.acknowledge('no-such-alert', 'ann'), undefined);
});

test('the alerts of a rule that is gone end as removed, and what is pending was nothing', (t) => {
  const scenario = begun(t, policyWith());
  const { alerts, clock } = scenario;
  alerts.book.raise(conditionAt(clock.now()));
  alerts.book.setPolicy(RULE, policyWith({ grace: 0 }));
  alerts.book.raise(conditionAt(clock.now(), { key: 'dev-2' }));
  alerts.book.removeSource(RULE);
  assert.deepEqual(told(scenario).slice(-2), ['suppressed dev-1', 'resolved dev-2']);
  assert.equal(scenario.news.at(-1)?.alert.resolution?.how, 'removed');
  assert.deepEqual(rowsOf(scenario), ['dev-2 resolved']);
});

test('many alerts of a rule that is gone end over some turns, and do not touch those of a rule with its id that follows', async (t) => {
  const scenario = begun(t, policyWith({ grace: 0, isPresence: false }));
  const { alerts, clock, store } = scenario;
  const keys = Array.from({ length: 5000 }, (_, n) => `dev-${n}`);
  for (const key of keys) alerts.book.raise(conditionAt(clock.now(), { key }));
  store.commit();
  alerts.book.removeSource(RULE);
  assert.equal(alerts.book.countUnresolved(RULE), 0);
  alerts.book.setPolicy(RULE, policyWith({ grace: 0, isPresence: false }));
  const { id } = alerts.book.raise(conditionAt(clock.now(), { key: 'dev-4999' })) as Alert;
  while (alerts.isBusy) await clock.advance(0);
  store.commit();
  const removed = scenario.news.filter(({ alert }) => alert.resolution?.how === 'removed');
  assert.equal(removed.length, 5000);
  assert.equal(alerts.book.find(RULE, 'dev-4999')?.id, id);
  assert.deepEqual(
    [...alerts.book.unresolved()].map((alert) => alert.id),
    [id],
  );
});

test('a grace period goes on over a restart from when it began', async (t) => {
  const scenario = begun(t);
  scenario.alerts.book.raise(conditionAt(scenario.clock.now()));
  await scenario.clock.advance(40_000);
  const after = scenario.reopen();
  after.alerts.book.setPolicy(RULE, policyWith());
  after.alerts.start();
  await after.clock.advance(19_999);
  assert.deepEqual(statuses(after), ['dev-1 pending']);
  await after.clock.advance(1);
  assert.deepEqual(statuses(after), ['dev-1 open']);
});

test('one whose grace period ended while the process was away is judged when clients have had time to come back', async (t) => {
  const scenario = begun(t);
  for (const key of ['dev-1', 'dev-2']) {
    scenario.alerts.book.raise(conditionAt(scenario.clock.now(), { key }));
  }
  await scenario.clock.advance(59_000);
  scenario.alerts.stop();
  await scenario.clock.advance(10 * MINUTE);
  const after = scenario.reopen();
  after.presence.knownFrom = after.clock.now() + 15_000;
  after.alerts.book.setPolicy(RULE, policyWith());
  after.alerts.start();
  await after.clock.advance(14_999);
  assert.deepEqual(statuses(after), ['dev-1 pending', 'dev-2 pending']);
  after.presence.connected.set('dev-2', after.clock.now() * 1000);
  await after.clock.advance(1);
  assert.deepEqual(statuses(after), ['dev-1 open']);
});

test('after a restart, the alerts of a rule that is no more are over', (t) => {
  const scenario = begun(t, policyWith({ grace: 0 }));
  scenario.alerts.book.raise(conditionAt(scenario.clock.now()));
  const after = scenario.reopen();
  after.alerts.start();
  assert.equal(after.news[0]?.alert.resolution?.how, 'removed');
});

test('an alert whose client came back while nobody listened ends when clients are known again', async (t) => {
  const scenario = begun(t, policyWith({ grace: 0 }));
  for (const key of ['dev-1', 'dev-2']) {
    scenario.alerts.book.raise(conditionAt(scenario.clock.now(), { key }));
  }
  const after = scenario.reopen();
  after.presence.knownFrom = after.clock.now() + 15_000;
  after.alerts.book.setPolicy(RULE, policyWith({ grace: 0 }));
  after.alerts.start();
  await after.clock.advance(5000);
  after.presence.connected.set('dev-2', after.clock.now() * 1000);
  await after.clock.advance(10_000);
  assert.deepEqual(statuses(after), ['dev-1 open']);
  after.presence.connected.set('dev-1', after.clock.now() * 1000);
  await after.clock.advance(MINUTE);
  assert.deepEqual(told(after), ['resolved dev-2', 'resolved dev-1']);
});

test('a clock that was set back over a restart keeps no alert open, and lets nobody wait longer', async (t) => {
  const scenario = begun(t, policyWith({ grace: 0 }));
  const { store, clock } = scenario;
  scenario.alerts.book.raise(conditionAt(clock.now(), { key: 'open' }));
  scenario.alerts.book.setPolicy(RULE, policyWith());
  scenario.alerts.book.raise(conditionAt(clock.now(), { key: 'pending' }));
  store.commit();
  scenario.alerts.stop();
  const after = openTestAlerts(t, { store, clock: new FakeClock(clock.now() - 3_600_000) });
  after.alerts.book.setPolicy(RULE, policyWith());
  after.alerts.start();
  after.alerts.book.clear(RULE, 'open', after.clock.now(), after.clock.now() * 1000);
  assert.deepEqual(statuses(after), ['pending pending']);
  await after.clock.advance(MINUTE);
  assert.deepEqual(statuses(after), ['pending open']);
});

test('an alert that was acknowledged within its grace period opens as acknowledged', async (t) => {
  const scenario = begun(t);
  const { id } = scenario.alerts.book.raise(conditionAt(scenario.clock.now())) as Alert;
  assert.equal(scenario.alerts.book.acknowledge(id, 'ann')?.status, 'pending');
  assert.equal(scenario.alerts.book.acknowledge(id, 'bob')?.acknowledgement?.by, 'ann');
  await scenario.clock.advance(MINUTE);
  assert.deepEqual(statuses(scenario), ['dev-1 acknowledged']);
});

test('while clients are not known, one that goes waits, although there is no grace period', async (t) => {
  const scenario = begun(t, policyWith({ grace: 0 }));
  scenario.presence.knownFrom = scenario.clock.now() + 15_000;
  scenario.alerts.book.raise(conditionAt(scenario.clock.now()));
  await scenario.clock.advance(14_999);
  assert.deepEqual(statuses(scenario), ['dev-1 pending']);
  await scenario.clock.advance(1001);
  assert.deepEqual(statuses(scenario), ['dev-1 open']);
});

test('while nothing can be stored, memory goes on, and the disk follows as soon as it can', async (t) => {
  const scenario = begun(t, policyWith({ grace: 0 }));
  const { alerts, clock, store } = scenario;
  const { id } = alerts.book.raise(conditionAt(clock.now())) as Alert;
  store.commit();
  const refuse = (when: string) =>
    store
      .prepare(
        `CREATE TRIGGER ${when.replaceAll(' ', '_')} BEFORE ${when} BEGIN SELECT RAISE(FAIL, 'no room'); END`,
      )
      .run();
  refuse('INSERT ON alerts');
  refuse('INSERT ON alert_entries');
  alerts.book.note(id, 'seen', 'ann');
  alerts.book.clear(RULE, 'dev-1', clock.now());
  alerts.book.raise(conditionAt(clock.now(), { key: 'dev-2' }));
  assert.equal(store.commit(), false);
  assert.deepEqual(told(scenario), ['opened dev-1', 'noted dev-1', 'resolved dev-1', 'opened dev-2']);
  assert.deepEqual(rowsOf(scenario), ['dev-1 open']);
  assert.equal(alerts.book.get(id)?.status, 'resolved');
  await clock.advance(5000);
  assert.deepEqual(rowsOf(scenario), ['dev-1 open']);
  store.prepare('DROP TRIGGER INSERT_ON_alerts').run();
  store.prepare('DROP TRIGGER INSERT_ON_alert_entries').run();
  alerts.book.acknowledge(alerts.book.find(RULE, 'dev-2')?.id ?? '', 'ann');
  await clock.advance(1000);
  assert.deepEqual(rowsOf(scenario), ['dev-1 resolved', 'dev-2 acknowledged']);
  assert.equal(alerts.book.entriesOf(id).length, 1);
});

test('an alert goes its way, whoever fails to hear of it', async (t) => {
  const scenario = openTestAlerts(t);
  scenario.alerts.book.onNews(() => {
    throw new Error('not my day');
  });
  scenario.alerts.book.setPolicy(RULE, policyWith());
  scenario.alerts.start();
  for (const key of ['dev-1', 'dev-2']) {
    scenario.alerts.book.raise(conditionAt(scenario.clock.now(), { key }));
  }
  await scenario.clock.advance(MINUTE);
  assert.deepEqual(statuses(scenario), ['dev-1 open', 'dev-2 open']);
});

test('beyond the maximum nothing is raised, which an alarm tells', (t) => {
  const scenario = openTestAlerts(t, { maximum: 2 });
  const { alerts, clock, alarms } = scenario;
  const raise = (key: string) => alerts.book.raise(conditionAt(clock.now(), { key }));
  assert.deepEqual([raise('a') && 1, raise('b') && 1, raise('c')], [1, 1, undefined]);
  assert.deepEqual([...alarms], ['too_many_alerts']);
  alerts.book.clear(RULE, 'a', clock.now());
  scenario.store.commit();
  assert.deepEqual([...alarms], []);
  assert.ok(raise('c'));
});
