import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { type AlertScenario, openTestAlerts } from '../../../test/support/alert-scenario.ts';
import type { AlertNews, AlertPolicy } from '../door.ts';
import { Book } from './book.ts';

const SOURCE = { kind: 'rule', id: 'offline' } as const;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const POLICY: AlertPolicy = {
  grace: 0,
  isPresence: false,
  endsOnReturn: false,
  quietAfter: undefined,
  flapping: { changes: 6, within: 10 * MINUTE },
  group: { window: 30_000, by: [] },
  repeat: undefined,
  notify: undefined,
  hours: undefined,
  escalate: undefined,
};

interface Client extends AlertScenario {
  drop(): void;
  comeBack(): void;
  /** Goes, and comes back after so long. */
  dropFor(away: number, then: number): Promise<void>;
  again(): Client;
}

function clientOf(scenario: AlertScenario, changes: Partial<AlertPolicy>): Client {
  const { alerts, clock } = scenario;
  alerts.book.setPolicy(SOURCE, { ...POLICY, ...changes });
  alerts.start();
  const drop = (): void => {
    alerts.book.raise({
      source: SOURCE,
      key: 'dev-1',
      severity: 'critical',
      title: 'dev-1 is offline',
      labels: {},
      facts: {},
      at: clock.now(),
    });
  };
  const comeBack = (): void => alerts.book.clear(SOURCE, 'dev-1', clock.now());
  return {
    ...scenario,
    drop,
    comeBack,
    async dropFor(away, then) {
      drop();
      await clock.advance(away);
      comeBack();
      await clock.advance(then);
    },
    again: () => clientOf(scenario.reopen(), changes),
  };
}

function begun(t: TestContext, changes: Partial<AlertPolicy> = {}): Client {
  return clientOf(openTestAlerts(t), changes);
}

/** What people could be told of. */
function told(news: readonly AlertNews[]): string[] {
  return news
    .map(({ kind }) => kind)
    .filter((kind) => kind !== 'pending' && kind !== 'suppressed' && kind !== 'repeated');
}

test('a client that drops shortly again and again is never offline, but unstable: one alert, until it is calm', async (t) => {
  const { dropFor, news, clock, alerts } = begun(t, { grace: MINUTE });
  for (let n = 0; n < 30; n++) await dropFor(5 * SECOND, 15 * SECOND);
  assert.deepEqual(told(news), ['unstable']);
  const { alert } = news.findLast(({ kind }) => kind === 'unstable') ?? {};
  assert.equal(alert?.status, 'open');
  assert.equal(alert?.flapping?.score, 1);
  assert.equal(alert?.suppressed, 6);
  // 30 changes within the ten minutes, of which six are too many.
  assert.equal(alerts.book.find(SOURCE, 'dev-1')?.flapping?.score, 5);
  await clock.advance(10 * MINUTE - 16 * SECOND);
  assert.deepEqual(told(news), ['unstable']);
  await clock.advance(SECOND);
  assert.deepEqual(told(news), ['unstable', 'resolved']);
  assert.equal(news.at(-1)?.alert.resolution?.how, 'recovered');
});

test('without a grace period three drops are told, then one alert for all that follow', async (t) => {
  const { dropFor, news } = begun(t);
  for (let n = 0; n < 20; n++) await dropFor(5 * SECOND, 15 * SECOND);
  assert.deepEqual(told(news), ['opened', 'resolved', 'opened', 'resolved', 'opened', 'unstable']);
  const last = news.findLast(({ kind }) => kind === 'unstable');
  assert.equal(last?.alert.flapping?.isThere, false);
  assert.equal(last?.alert.resolution, undefined);
});

test('a client that is unstable and stays away is still open when it is calm, and its return is told as any other', async (t) => {
  const { dropFor, drop, comeBack, news, clock } = begun(t, { grace: MINUTE });
  for (let n = 0; n < 6; n++) await dropFor(5 * SECOND, 15 * SECOND);
  drop();
  await clock.advance(10 * MINUTE);
  assert.deepEqual(told(news), ['unstable', 'stable']);
  assert.equal(news.at(-1)?.alert.status, 'open');
  assert.equal(news.at(-1)?.alert.flapping, undefined);
  comeBack();
  assert.deepEqual(told(news), ['unstable', 'stable', 'resolved']);
});

test('changes that are spread over more than the window are told each', async (t) => {
  const { dropFor, news } = begun(t);
  for (let n = 0; n < 5; n++) await dropFor(MINUTE, 4 * MINUTE);
  assert.deepEqual(new Set(told(news)), new Set(['opened', 'resolved']));
});

test('what was counted survives a restart, and so does an unstable alert', async (t) => {
  const before = begun(t, { grace: MINUTE });
  for (let n = 0; n < 5; n++) await before.dropFor(5 * SECOND, 15 * SECOND);
  const between = before.again();
  await between.dropFor(5 * SECOND, 15 * SECOND);
  assert.deepEqual(told(between.news), ['unstable']);
  const after = between.again();
  await after.dropFor(5 * SECOND, 15 * SECOND);
  assert.deepEqual(told(after.news), []);
  await after.clock.advance(10 * MINUTE);
  assert.deepEqual(told(after.news), ['resolved']);
});

test('drops that were over before they could be raised make a client unstable too', async (t) => {
  const { alerts, clock, news } = begun(t, { grace: MINUTE });
  const { book } = alerts;
  assert.ok(book instanceof Book);
  const pass = (): void =>
    book.pass(SOURCE, 'dev-1', clock.now(), () => ({
      source: SOURCE,
      key: 'dev-1',
      severity: 'critical',
      title: 'dev-1 is offline',
      labels: {},
      facts: {},
      at: clock.now(),
    }));
  for (let n = 0; n < 10; n++) {
    pass();
    await clock.advance(20 * SECOND);
  }
  assert.deepEqual(told(news), ['unstable']);
  assert.equal(alerts.book.find(SOURCE, 'dev-1')?.flapping?.score, 1.67);
  await clock.advance(10 * MINUTE);
  assert.deepEqual(told(news), ['unstable', 'resolved']);
});

test('who acknowledged an unstable alert is not asked again', async (t) => {
  const { dropFor, alerts, news } = begun(t, { grace: MINUTE });
  for (let n = 0; n < 6; n++) await dropFor(5 * SECOND, 15 * SECOND);
  const alert = alerts.book.find(SOURCE, 'dev-1');
  alerts.book.acknowledge(alert?.id ?? '', 'ops');
  for (let n = 0; n < 6; n++) await dropFor(5 * SECOND, 15 * SECOND);
  assert.deepEqual(told(news), ['unstable', 'acknowledged']);
  assert.equal(alerts.book.find(SOURCE, 'dev-1')?.status, 'acknowledged');
});

test('when it is switched off, an unstable alert ends as what it is', async (t) => {
  const { dropFor, alerts, clock, news } = begun(t, { grace: MINUTE });
  for (let n = 0; n < 6; n++) await dropFor(5 * SECOND, 15 * SECOND);
  alerts.book.setPolicy(SOURCE, { ...POLICY, grace: MINUTE, flapping: undefined });
  await clock.advance(0);
  assert.deepEqual(told(news), ['unstable', 'resolved']);
});

test('whatever comes and goes: one open alert of a key at most, and what was opened is resolved once it is over', async (t) => {
  const action = fc.record({
    kind: fc.constantFrom('raise', 'clear', 'restart', 'acknowledge', 'resolve'),
    key: fc.constantFrom('a', 'b'),
    pause: fc.integer({ min: 0, max: 120 }).map((seconds) => seconds * SECOND),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { maxLength: 60 }),
      fc.constantFrom(0, 5 * SECOND, MINUTE),
      fc.constantFrom(undefined, MINUTE),
      fc.constantFrom(undefined, { changes: 3, within: 5 * MINUTE }),
      async (actions, grace, quietAfter, flapping) => {
        const policy = { ...POLICY, grace, quietAfter, flapping };
        const open = new Map<string, string>();
        const seen: AlertNews[] = [];
        let scenario = openTestAlerts(t);
        const begin = (): void => {
          scenario.alerts.book.onNews(({ kind, alert, at }) => {
            seen.push({ kind, alert, at } as AlertNews);
            if (kind === 'opened' || kind === 'unstable') {
              assert.ok([undefined, alert.id].includes(open.get(alert.key)), 'a second open alert');
              open.set(alert.key, alert.id);
            } else if (kind === 'resolved' && alert.openedAt !== undefined) {
              assert.equal(open.get(alert.key), alert.id, 'the end of what was not open');
              open.delete(alert.key);
            }
          });
          scenario.alerts.book.setPolicy(SOURCE, policy);
          scenario.alerts.start();
        };
        begin();
        for (const { kind, key, pause } of actions) {
          const { book } = scenario.alerts;
          const at = scenario.clock.now();
          const id = book.find(SOURCE, key)?.id ?? '';
          if (kind === 'raise') {
            book.raise({ source: SOURCE, key, severity: 'info', title: key, labels: {}, facts: {}, at });
          } else if (kind === 'clear') book.clear(SOURCE, key, at);
          else if (kind === 'acknowledge') book.acknowledge(id, 'ops');
          else if (kind === 'resolve') book.resolve(id, 'ops');
          else {
            scenario = scenario.reopen();
            begin();
          }
          await scenario.clock.advance(pause);
        }
        for (const key of ['a', 'b']) scenario.alerts.book.clear(SOURCE, key, scenario.clock.now());
        await scenario.clock.advance(10 * MINUTE);
        assert.deepEqual([...open], []);
        assert.deepEqual([...scenario.alerts.book.unresolved()], []);
        scenario.alerts.stop();
      },
    ),
    { numRuns: 60 },
  );
});
