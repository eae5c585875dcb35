import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type AlertScenario, openTestAlerts } from '../../../test/support/alert-scenario.ts';
import { sampleAlert } from '../../../test/support/sample-alert.ts';
import type { Alert } from '../alert.ts';
import { AlertError } from '../alert-error.ts';
import type { MaintenanceDraft } from './maintenance/maintenance-window.ts';
import { scheduleSchema } from './schedule.ts';
import { type SilenceDraft, stateOf } from './silence.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function open(t: TestContext): AlertScenario {
  const scenario = openTestAlerts(t);
  scenario.alerts.start();
  return scenario;
}

function raise({ alerts, clock }: AlertScenario, key: string, rule = 'offline'): Alert {
  const { source: _source, key: _key, ...rest } = sampleAlert();
  const alert = alerts.book.raise({ ...rest, source: { kind: 'rule', id: rule }, key, at: clock.now() });
  assert.ok(alert);
  return alert;
}

const silence = (draft: Partial<SilenceDraft>): SilenceDraft => ({
  matchers: { key: 'dev-*' },
  untilResolved: false,
  reason: '',
  ...draft,
});

const window = (draft: Partial<MaintenanceDraft>): MaintenanceDraft => ({
  name: 'works',
  enable: true,
  matchers: { rule: 'offline' },
  reason: '',
  ...draft,
});

/** Counts how often the judge says that it is different. */
function countChanges({ alerts }: AlertScenario): () => number {
  let count = 0;
  alerts.quiet.onChange(() => count++);
  return () => count;
}

test('a silence holds what fits from its beginning to its end, and both are told', async (t) => {
  const scenario = open(t);
  const { alerts, clock } = scenario;
  const changes = countChanges(scenario);
  const alert = raise(scenario, 'dev-1');
  const now = clock.now();
  const { id } = alerts.quiet.silences.create(
    silence({ startsAt: now + HOUR, endsAt: now + 2 * HOUR, reason: 'rack move' }),
    'li',
  );
  const held = () => alerts.quiet.holding(alert, clock.now());
  const state = () => {
    const found = alerts.quiet.silences.get(id);
    return found && stateOf(found, clock.now());
  };

  assert.deepEqual([changes(), state(), held()], [1, 'pending', undefined]);
  await clock.advance(HOUR);
  assert.deepEqual([changes(), state()], [2, 'active']);
  assert.deepEqual(held(), { kind: 'silence', id, reason: 'rack move', endsAt: now + 2 * HOUR });
  assert.equal(alerts.quiet.holding(sampleAlert({ key: 'gw-1' }), clock.now()), undefined);
  await clock.advance(HOUR - 1);
  assert.equal(state(), 'active');
  await clock.advance(1);
  assert.deepEqual([changes(), state(), held()], [3, 'expired', undefined]);
});

test('of silences that overlap the one that ends last is named, and the alert is held until then', async (t) => {
  const scenario = open(t);
  const { quiet } = scenario.alerts;
  const now = scenario.clock.now();
  const alert = raise(scenario, 'dev-1');
  quiet.silences.create(silence({ endsAt: now + HOUR }), 'li');
  const longer = quiet.silences.create(
    silence({ endsAt: now + 2 * HOUR, matchers: { rule: 'offline' } }),
    'li',
  );
  quiet.silences.create(silence({ endsAt: now + 3 * HOUR, matchers: { key: 'dev-2' } }), 'li');
  assert.equal(quiet.holding(alert, now)?.id, longer.id);
  await scenario.clock.advance(90 * MINUTE);
  assert.equal(quiet.holding(alert, scenario.clock.now())?.id, longer.id);
  quiet.silences.expire(longer.id, 'li');
  assert.equal(quiet.holding(alert, scenario.clock.now()), undefined);
});

test('a silence until recovery ends with the last alert that it held, and not before', async (t) => {
  const scenario = open(t);
  const { alerts, clock } = scenario;
  for (const key of ['gw-1', 'dev-1', 'dev-2', 'dev-3']) raise(scenario, key);
  const { id } = alerts.quiet.silences.create(silence({ untilResolved: true }), 'li');
  await clock.advance(1);
  const changes = countChanges(scenario);
  const end = async (key: string) => {
    alerts.book.clear({ kind: 'rule', id: 'offline' }, key, clock.now());
    await clock.advance(1);
  };
  await end('dev-1');
  await end('dev-3');
  raise(scenario, 'dev-4');
  await end('dev-2');
  assert.equal(alerts.quiet.silences.get(id)?.ended, undefined);
  assert.equal(changes(), 0);
  await end('dev-4');
  assert.deepEqual(alerts.quiet.silences.get(id)?.ended, { at: clock.now() - 1, by: undefined });
  assert.equal(changes(), 1);
  assert.equal(
    alerts.quiet.holding(raise(scenario, 'dev-1'), clock.now()),
    undefined,
    'the next time is told',
  );
});

test('a silence until recovery that holds nothing yet waits for the first alert', async (t) => {
  const scenario = open(t);
  const { alerts, clock } = scenario;
  const { id } = alerts.quiet.silences.create(silence({ untilResolved: true }), 'li');
  await clock.advance(DAY);
  assert.equal(alerts.quiet.silences.get(id)?.ended, undefined);
  raise(scenario, 'dev-1');
  await clock.advance(1);
  alerts.book.clear({ kind: 'rule', id: 'offline' }, 'dev-1', clock.now());
  await clock.advance(1);
  assert.ok(alerts.quiet.silences.get(id)?.ended);
});

test('a restart keeps silences, and one until recovery ends by what recovered meanwhile', async (t) => {
  const scenario = open(t);
  const { alerts, clock } = scenario;
  raise(scenario, 'dev-1');
  const { quiet } = alerts;
  const until = quiet.silences.create(silence({ untilResolved: true }), 'li');
  const hour = quiet.silences.create(silence({ endsAt: clock.now() + HOUR, matchers: { key: '*' } }), 'li');
  const works = quiet.maintenance.create(
    window({ schedule: scheduleSchema.parse('daily 00:00-24:00') }),
    'li',
  );
  await clock.advance(1);
  alerts.book.clear({ kind: 'rule', id: 'offline' }, 'dev-1', clock.now());

  const after = scenario.reopen();
  after.alerts.start();
  const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  assert.deepEqual(stored(after.alerts.quiet.silences.get(hour.id)), stored(hour));
  assert.deepEqual(stored(after.alerts.quiet.maintenance.get(works.id)), stored(works));
  await clock.advance(1);
  assert.ok(after.alerts.quiet.silences.get(until.id)?.ended);
});

test('a silence that nothing could end is refused, and so is one that ends before it begins', (t) => {
  const { alerts, clock } = open(t);
  const now = clock.now();
  const rows: [Partial<SilenceDraft>, RegExp][] = [
    [{}, /ends_at, or "until_resolved"/],
    [{ endsAt: now }, /in the past/],
    [{ endsAt: 1_780_000_000 }, /in the past.*Unix milliseconds/],
    [{ startsAt: now + HOUR, endsAt: now + MINUTE }, /before starts_at/],
  ];
  for (const [draft, message] of rows) {
    assert.throws(() => alerts.quiet.silences.create(silence(draft), 'li'), message);
  }
  assert.equal(alerts.quiet.silences.list().length, 0);
});

test('one that is over is shown for a month and never comes back', async (t) => {
  const scenario = open(t);
  const { clock } = scenario;
  const { silences } = scenario.alerts.quiet;
  const { id } = silences.create(silence({ endsAt: clock.now() + HOUR }), 'li');
  const ended = silences.expire(id, 'wang');
  assert.deepEqual(ended.ended, { at: clock.now(), by: 'wang' });
  assert.throws(
    () => silences.update(id, silence({ endsAt: clock.now() + HOUR }), 'li'),
    (error) => error instanceof AlertError && error.code === 'CONFLICT',
  );
  assert.throws(() => silences.expire(id, 'li'), AlertError);
  await clock.advance(29 * DAY);
  assert.equal(scenario.reopen().alerts.quiet.silences.get(id)?.id, id);
  await clock.advance(2 * DAY);
  assert.equal(scenario.reopen().alerts.quiet.silences.get(id), undefined);
});

test('a silence can be changed while it lasts', async (t) => {
  const scenario = open(t);
  const { clock } = scenario;
  const { quiet } = scenario.alerts;
  const alert = raise(scenario, 'dev-1');
  const { id, startsAt } = quiet.silences.create(silence({ endsAt: clock.now() + HOUR }), 'li');
  await clock.advance(MINUTE);
  const draft = silence({ endsAt: clock.now() + DAY, matchers: { key: 'gw-*' }, reason: 'wrong ones' });
  const changed = quiet.silences.update(id, draft, 'wang');
  assert.deepEqual(
    [changed.startsAt, changed.createdBy, changed.updatedBy, changed.reason],
    [startsAt, 'li', 'wang', 'wrong ones'],
  );
  assert.equal(quiet.holding(alert, clock.now()), undefined);
  quiet.silences.delete(id);
  assert.equal(quiet.silences.get(id), undefined);
});

test('a maintenance window holds during its hours, week after week', async (t) => {
  const scenario = open(t);
  const { clock } = scenario;
  const { quiet } = scenario.alerts;
  const alert = raise(scenario, 'dev-1');
  const schedule = scheduleSchema.parse('sat 22:00-02:00 Europe/Berlin');
  const works = quiet.maintenance.create(window({ schedule }), 'li');
  const held = (text: string) => quiet.holding(alert, Date.parse(text));
  assert.equal(held('2026-01-03T20:59:59Z'), undefined);
  assert.deepEqual(held('2026-01-03T21:00:00Z'), {
    kind: 'maintenance',
    id: works.id,
    reason: 'works',
    endsAt: Date.parse('2026-01-04T01:00:00Z'),
  });
  assert.equal(held('2026-01-04T01:00:00Z'), undefined);
  assert.ok(held('2026-07-04T20:00:00Z'), 'in summer an hour earlier by UTC');

  const changes = countChanges(scenario);
  await clock.advance(Date.parse('2026-01-12T00:00:00Z') - clock.now());
  assert.equal(changes(), 4, 'two weeks, each with a beginning and an end');
  quiet.maintenance.update(works.id, window({ schedule, enable: false }), 'li');
  assert.equal(held('2026-01-17T22:00:00Z'), undefined);
});

test('a window may be once, or have a first and a last time', (t) => {
  const { alerts, clock } = open(t);
  const { maintenance } = alerts.quiet;
  const at = (text: string) => Date.parse(text);
  const once = { startsAt: at('2026-02-01T10:00Z'), endsAt: at('2026-02-01T12:00Z') };
  maintenance.create(window(once), 'li');
  const edge = (text: string) => new Date(maintenance.nextEdge(at(text))).toISOString().slice(0, 16);
  assert.equal(edge('2026-01-01T00:00Z'), '2026-02-01T10:00');
  assert.equal(edge('2026-02-01T10:00Z'), '2026-02-01T12:00');
  assert.equal(maintenance.nextEdge(at('2026-02-01T12:00Z')), Infinity);

  const schedule = scheduleSchema.parse('daily 01:00-03:00 UTC');
  maintenance.create(
    window({ schedule, startsAt: at('2026-03-01T02:00Z'), endsAt: at('2026-03-02T02:00Z') }),
    'li',
  );
  const edges: string[] = [];
  let next = maintenance.nextEdge(at('2026-02-02T00:00Z'));
  for (; next < Infinity; next = maintenance.nextEdge(next)) {
    edges.push(new Date(next).toISOString().slice(5, 16));
  }
  assert.deepEqual(edges, ['03-01T02:00', '03-01T03:00', '03-02T01:00', '03-02T02:00']);
  assert.throws(() => maintenance.create(window({ startsAt: clock.now() }), 'li'), /starts_at and ends_at/);
});

test('thousands of silences cost an alert no more than those that could fit', (t) => {
  const scenario = open(t);
  const { quiet } = scenario.alerts;
  const endsAt = scenario.clock.now() + HOUR;
  for (let n = 0; n < 2000; n++) {
    quiet.silences.create(silence({ endsAt, matchers: { rule: 'offline', key: `dev-${n}` } }), 'li');
  }
  const alerts = Array.from({ length: 15_000 }, (_, n) => sampleAlert({ key: `dev-${n}` }));
  const held = alerts.filter((alert) => quiet.holding(alert, endsAt - 1));
  assert.equal(held.length, 2000);
});
