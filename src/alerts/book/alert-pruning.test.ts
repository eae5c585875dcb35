import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type AlertScenario, openTestAlerts } from '../../../test/support/alert-scenario.ts';

const RULE = { kind: 'rule', id: 'r' } as const;
const HOUR = 3_600_000;

function openWith(t: TestContext, retention: { age: number; count: number }): AlertScenario {
  const scenario = openTestAlerts(t, { retention });
  scenario.alerts.start();
  return scenario;
}

function raise({ alerts, clock }: AlertScenario, key: string): void {
  const condition = { source: RULE, key, severity: 'info', title: key, labels: {}, facts: {} } as const;
  alerts.book.raise({ ...condition, at: clock.now() });
}

function resolve({ alerts, clock }: AlertScenario, key: string): void {
  alerts.book.clear(RULE, key, clock.now());
}

function keysOf({ store }: AlertScenario): string[] {
  while (!store.commit());
  return store
    .prepare('SELECT key FROM alerts ORDER BY id')
    .all()
    .map(({ key }) => String(key));
}

test('alerts that were resolved long ago are deleted, however long ago the others began', async (t) => {
  const scenario = openWith(t, { age: 10 * HOUR, count: 1000 });
  for (const key of ['long', 'open']) raise(scenario, key);
  for (let n = 0; n < 600; n++) {
    raise(scenario, `short-${n}`);
    resolve(scenario, `short-${n}`);
  }
  await scenario.clock.advance(9 * HOUR);
  resolve(scenario, 'long');
  assert.equal(keysOf(scenario).length, 602);
  await scenario.clock.advance(2 * HOUR);
  assert.deepEqual(keysOf(scenario), ['long', 'open']);
});

test('of too many, the oldest are deleted, but not those of which people are still to be told', async (t) => {
  const scenario = openWith(t, { age: 10 * HOUR, count: 100 });
  for (let n = 0; n < 120; n++) raise(scenario, `a-${n}`);
  scenario.store.commit();
  // Nobody can be told of this one.
  scenario.store
    .prepare(
      `CREATE TEMP TRIGGER untold AFTER UPDATE OF told ON alerts WHEN NEW.key = 'a-0' AND NEW.told = 1
       BEGIN UPDATE alerts SET told = 0 WHERE id = NEW.id; END`,
    )
    .run();
  scenario.store.prepare(`UPDATE alerts SET told = 1 WHERE key <> 'a-0'`).run();
  for (let n = 0; n < 120; n++) resolve(scenario, `a-${n}`);
  scenario.store.commit();
  await scenario.clock.advance(1);
  const kept = keysOf(scenario);
  assert.ok(kept.length <= 100 && kept.length >= 90, `${kept.length} are kept`);
  assert.deepEqual([kept[0], kept.at(-1)], ['a-0', 'a-119']);
});
