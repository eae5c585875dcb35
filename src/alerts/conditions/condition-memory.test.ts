import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { silentLogger } from '../../lib/logger.ts';
import { Store } from '../../store/store.ts';
import { ConditionMemory } from './condition-memory.ts';

function openMemory(t: TestContext) {
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
  t.after(() => store.close());
  const clock = new FakeClock();
  const memory = new ConditionMemory(store, clock);
  const values = new Map<string, unknown>();
  const pages = memory.open('rule:r', 'threshold', { pageOf: (key) => values.get(key) });
  return {
    store,
    clock,
    memory,
    pages,
    put(key: string, value: unknown) {
      values.set(key, value);
      pages.mark(key);
    },
    stored: () =>
      store
        .prepare('SELECT key, body FROM alert_memory ORDER BY key')
        .all()
        .map(({ key, body }) => [key, JSON.parse(String(body))]),
  };
}

test('a change is stored with the turn in which it comes', (t) => {
  const { store, put, stored } = openMemory(t);
  put('a', { times: [1] });
  put('a', { times: [1, 2] });
  store.commit();
  assert.deepEqual(stored(), [['a', { times: [1, 2] }]]);
  put('a', undefined);
  store.commit();
  assert.deepEqual(stored(), []);
});

test('a flood costs no write per change: its keys are written in slices, with what they are then', async (t) => {
  const { store, clock, put, stored } = openMemory(t);
  for (let round = 0; round < 10; round++) for (let n = 0; n < 1000; n++) put(`k${n}`, { round });
  store.commit();
  assert.ok(stored().length <= 200, `${stored().length} at once`);
  await clock.advance(1000);
  store.commit();
  assert.equal(stored().length, 1000);
  assert.ok(stored().every(([, body]) => body.round === 9));
});

test('what is not written yet is written at the end', (t) => {
  const { store, memory, put, stored } = openMemory(t);
  for (let n = 0; n < 1000; n++) put(`k${n}`, { n });
  memory.stop();
  store.commit();
  assert.equal(stored().length, 1000);
});

test('members that are not said stay, those that are null go', (t) => {
  const { store, put, stored } = openMemory(t);
  put('a', { seen: 1, absent: true, last: '{}' });
  store.commit();
  put('a', { seen: 2, absent: null });
  store.commit();
  assert.deepEqual(stored(), [['a', { seen: 2, last: '{}' }]]);
});

test('nothing of an owner is left when it is forgotten', (t) => {
  const { store, memory, put, stored } = openMemory(t);
  put('a', { n: 1 });
  memory.forget('rule:r');
  store.commit();
  assert.deepEqual(stored(), []);
});
