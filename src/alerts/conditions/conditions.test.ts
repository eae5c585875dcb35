import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type AlertScenario, openTestAlerts } from '../../../test/support/alert-scenario.ts';
import { rowOf } from '../../../test/support/delivery-scenario.ts';
import { type AlertDraft, alertSettings } from '../alert-settings.ts';
import type { AlertNature, AlertRaiser, RaisingResult } from '../raising.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const NATURE: AlertNature = {
  isPresence: false,
  isCleared: false,
  quietAfter: undefined,
  statement: 'SELECT * FROM "t/#"',
};

interface RuleScenario extends AlertScenario {
  readonly raiser: AlertRaiser;
  /** A row comes. */
  row(key: string, columns?: Record<string, unknown>): RaisingResult;
  clear(key: string): void;
  told(): string[];
  again(draft?: Partial<AlertDraft>, nature?: Partial<AlertNature>): RuleScenario;
}

/** A rule whose key is `${topic}`. */
function ruleWith(
  scenario: AlertScenario,
  draft: Partial<AlertDraft>,
  nature: Partial<AlertNature> = {},
): RuleScenario {
  const settings = alertSettings.parse({
    title: `\${topic} on \${node:-?}`,
    key: `\${topic}`,
    flapping: false,
    ...draft,
  });
  const raiser = scenario.alerts.rules.define('r', settings, { ...NATURE, ...nature });
  scenario.alerts.start();
  return {
    ...scenario,
    raiser,
    row: (topic, columns = {}) =>
      raiser.raise({
        row: rowOf({ topic, node: 'n1', ...columns }),
        event: 'message.publish',
        at: scenario.clock.now(),
        subject: undefined,
      }),
    clear: (topic) => raiser.clear({ row: rowOf({ topic }), at: scenario.clock.now(), sequence: undefined }),
    told: () =>
      scenario.news
        .filter(({ kind }) => kind !== 'repeated')
        .map(({ kind, alert }) => `${kind} ${alert.key}`),
    again: (changes = {}, otherNature = {}) =>
      ruleWith(scenario.reopen(), { ...draft, ...changes }, { ...nature, ...otherNature }),
  };
}

function begun(t: TestContext, draft: Partial<AlertDraft>, nature: Partial<AlertNature> = {}): RuleScenario {
  return ruleWith(openTestAlerts(t), draft, nature);
}

const burst = { threshold: { count: 3, within: '1m' } };

test('a threshold raises with the row that reaches it; the alert says how many rows came in which span', async (t) => {
  const { row, news, clock } = begun(t, burst);
  const start = clock.now();
  assert.deepEqual(row('a'), { kind: 'gathered' });
  await clock.advance(20 * SECOND);
  row('a');
  row('b');
  await clock.advance(28 * SECOND);
  assert.equal(row('a').kind, 'raised');
  const [opened] = news;
  assert.ok(opened && news.length === 1);
  assert.equal(opened.kind, 'opened');
  assert.equal(opened.alert.count, 3);
  assert.equal(opened.alert.startsAt, start);
  assert.equal(opened.alert.facts.rows, '3');
  assert.equal(opened.alert.facts.rows_within, '48s');
});

test('an alert of a threshold counts each row of a full window once', async (t) => {
  const { row, alerts, clock } = begun(t, burst);
  for (let n = 0; n < 10; n++) {
    row('a');
    await clock.advance(SECOND);
  }
  assert.equal(alerts.book.find({ kind: 'rule', id: 'r' }, 'a')?.count, 10);
});

test('it is over when the threshold was not reached again for so long', async (t) => {
  const { row, told, clock } = begun(t, burst, { quietAfter: MINUTE });
  for (let n = 0; n < 3; n++) row('a');
  await clock.advance(50 * SECOND);
  row('a');
  // Two rows within the minute are not enough: the alert was last right at 50 s.
  await clock.advance(59 * SECOND);
  row('a');
  assert.deepEqual(told(), ['opened a']);
  await clock.advance(SECOND);
  assert.deepEqual(told(), ['opened a', 'resolved a']);
});

test('a threshold that an event ends counts from nothing after that, and not by time', async (t) => {
  const { row, clear, told, clock } = begun(
    t,
    { ...burst, resolve_on: 'client.connected' },
    { isCleared: true },
  );
  for (let n = 0; n < 3; n++) row('a');
  await clock.advance(10 * MINUTE);
  assert.deepEqual(told(), ['opened a']);
  for (let n = 0; n < 3; n++) row('a');
  clear('a');
  row('a');
  row('a');
  assert.deepEqual(told(), ['opened a', 'resolved a']);
  row('a');
  assert.deepEqual(told(), ['opened a', 'resolved a', 'opened a']);
});

test('what was counted survives a restart', async (t) => {
  const before = begun(t, burst);
  before.row('a');
  before.row('a');
  await before.clock.advance(10 * SECOND);
  const after = before.again();
  assert.equal(after.row('a').kind, 'raised');
});

test('a rule whose rows stay away tells since when, and the row that comes again ends it', async (t) => {
  const { row, told, news, clock } = begun(t, { absence: { after: '5m' } });
  const start = clock.now();
  assert.deepEqual(row('a', { temperature: 21 }), { kind: 'gathered' });
  await clock.advance(5 * MINUTE);
  assert.deepEqual(told(), ['opened a']);
  const alert = news[0]?.alert;
  assert.equal(alert?.title, 'a on n1');
  assert.equal(alert?.startsAt, start);
  assert.equal(alert?.facts.silent_for, '5m');
  assert.equal(alert?.facts.temperature, '21');
  await clock.advance(7 * MINUTE);
  row('a');
  assert.deepEqual(told(), ['opened a', 'resolved a']);
  const { resolution, startsAt } = news[1]?.alert ?? {};
  assert.equal(resolution?.how, 'recovered');
  assert.equal((resolution?.at ?? 0) - (startsAt ?? 0), 12 * MINUTE);
});

test('an expected key that never came is told after the start, named by its key', async (t) => {
  const { row, told, news, clock } = begun(t, {
    key: `site/\${topic}`,
    absence: { after: '5m', expected: ['site/a', 'site/b'] },
  });
  await clock.advance(MINUTE);
  row('a');
  await clock.advance(4 * MINUTE);
  assert.deepEqual(told(), ['opened site/b']);
  assert.equal(news[0]?.alert.title, 'b on ?');
  assert.equal(news[0]?.alert.facts.last_seen, 'never');
});

test('an expected client is the subject of its alert although it never came', async (t) => {
  const { news, clock } = begun(t, {
    key: `\${clientid}`,
    title: `\${clientid} is silent`,
    absence: { after: '5m', expected: ['dev-1'] },
  });
  await clock.advance(5 * MINUTE);
  assert.equal(news[0]?.alert.subject?.clientId, 'dev-1');
  assert.equal(news[0]?.alert.title, 'dev-1 is silent');
});

test('with a grace period an absence is pending first, and a row in it is a short drop', async (t) => {
  const { row, told, clock } = begun(t, { absence: { after: '5m' }, for: '1m' });
  row('a');
  await clock.advance(5 * MINUTE + 30 * SECOND);
  assert.deepEqual(told(), ['pending a']);
  row('a');
  assert.deepEqual(told(), ['pending a', 'suppressed a']);
  await clock.advance(6 * MINUTE);
  assert.deepEqual(told(), ['pending a', 'suppressed a', 'pending a', 'opened a']);
});

test('an absence goes on over a restart: known keys are judged after the grace for it, told ones end with a row', async (t) => {
  const before = begun(t, { absence: { after: '5m', expected: ['never'] } });
  before.row('told');
  await before.clock.advance(4 * MINUTE);
  before.row('silent', { temperature: 21 });
  before.row('alive');
  await before.clock.advance(MINUTE);
  assert.deepEqual(before.told(), ['opened never', 'opened told']);
  await before.clock.advance(3 * MINUTE);
  const scenario = before.reopen();
  await scenario.clock.advance(60 * MINUTE);
  scenario.presence.knownFrom = scenario.clock.now() + 15 * SECOND;
  const after = ruleWith(scenario, { absence: { after: '5m', expected: ['never'] } });
  await after.clock.advance(10 * SECOND);
  after.row('alive');
  after.row('told');
  assert.deepEqual(after.told(), ['resolved told']);
  await after.clock.advance(5 * SECOND);
  assert.deepEqual(after.told(), ['resolved told', 'opened silent']);
  assert.equal(after.news[1]?.alert.facts.temperature, '21');
  after.row('never');
  assert.deepEqual(after.told(), ['resolved told', 'opened silent', 'resolved never']);
});

test('another key or another statement forgets what is not absent yet, so that nothing is told of what cannot come', async (t) => {
  const before = begun(t, { absence: { after: '5m' } });
  before.row('told');
  await before.clock.advance(5 * MINUTE);
  before.row('known');
  const other = before.again({}, { statement: 'SELECT * FROM "u/#"' });
  await other.clock.advance(60 * MINUTE);
  assert.deepEqual(other.told(), []);
  other.row('told');
  assert.deepEqual(other.told(), ['resolved told']);
  const otherKey = other.again({ key: `x/\${topic}` });
  await otherKey.clock.advance(60 * MINUTE);
  assert.deepEqual(otherKey.told(), []);
});

test('an absence that somebody ended by hand is not told again until a row has come', async (t) => {
  const { row, told, alerts, clock } = begun(t, { absence: { after: '5m' } });
  row('a');
  await clock.advance(5 * MINUTE);
  const alert = alerts.book.find({ kind: 'rule', id: 'r' }, 'a');
  assert.ok(alert);
  alerts.book.resolve(alert.id, 'ops');
  await clock.advance(60 * MINUTE);
  assert.deepEqual(told(), ['opened a', 'resolved a']);
  row('a');
  await clock.advance(5 * MINUTE);
  assert.deepEqual(told(), ['opened a', 'resolved a', 'opened a']);
});

test('an event ends an absence, and the silence is told again when it goes on for as long', async (t) => {
  const { row, clear, told, clock } = begun(t, { absence: { after: '5m' } }, { isCleared: true });
  row('a');
  await clock.advance(5 * MINUTE);
  clear('a');
  assert.deepEqual(told(), ['opened a', 'resolved a']);
  await clock.advance(5 * MINUTE);
  assert.deepEqual(told(), ['opened a', 'resolved a', 'opened a']);
});

test('an event that ends an absence within its grace period makes the silence begin anew', async (t) => {
  const { row, clear, told, clock } = begun(t, { absence: { after: '5m' }, for: '1m' }, { isCleared: true });
  row('a');
  await clock.advance(5 * MINUTE);
  clear('a');
  await clock.advance(5 * MINUTE);
  assert.deepEqual(told(), ['pending a', 'suppressed a', 'pending a']);
});

test('a rule that is removed leaves nothing behind', async (t) => {
  const { row, store, alerts, clock } = begun(t, { absence: { after: '5m' } });
  row('a');
  await clock.advance(5 * MINUTE);
  alerts.rules.remove('r');
  store.commit();
  assert.equal(store.prepare('SELECT COUNT(*) AS n FROM alert_memory').get()?.n, 0);
  await clock.advance(60 * MINUTE);
  assert.equal([...alerts.book.unresolved()].length, 0);
});

test('an alert that nothing else ends is over after the time without a repeat', async (t) => {
  const { row, told, clock } = begun(t, {}, { quietAfter: 10 * MINUTE });
  row('a');
  await clock.advance(9 * MINUTE);
  row('a');
  await clock.advance(9 * MINUTE);
  assert.deepEqual(told(), ['opened a']);
  await clock.advance(MINUTE);
  assert.deepEqual(told(), ['opened a', 'resolved a']);
});
