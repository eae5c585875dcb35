import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { silentLogger } from '../lib/logger.ts';
import { Definitions } from './definitions.ts';
import { Store } from './store.ts';

function openDefinitions(t: TestContext) {
  const clock = new FakeClock(1000);
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
  t.after(() => store.close());
  return { clock, definitions: new Definitions(store, clock) };
}

test('a definition that is replaced keeps the time of its creation', async (t) => {
  const { clock, definitions } = openDefinitions(t);
  definitions.put('rule', 'r', { sql: 'a' });
  await clock.advance(500);
  const expected = { id: 'r', body: { sql: 'b' }, createdAt: 1000, updatedAt: 1500 };
  assert.deepEqual(definitions.put('rule', 'r', { sql: 'b' }), expected);
  assert.deepEqual(definitions.get('rule', 'r'), expected);
});

test('definitions are listed by kind, in the order of their ids', (t) => {
  const { definitions } = openDefinitions(t);
  definitions.put('rule', 'b', 1);
  definitions.put('rule', 'a', 2);
  definitions.put('action', 'a', 3);
  assert.deepEqual(
    definitions.list('rule').map(({ id, body }) => [id, body]),
    [
      ['a', 2],
      ['b', 1],
    ],
  );
});

test('deleting tells whether there was anything', (t) => {
  const { definitions } = openDefinitions(t);
  definitions.put('rule', 'a', 1);
  assert.equal(definitions.delete('rule', 'a'), true);
  assert.equal(definitions.delete('rule', 'a'), false);
  assert.equal(definitions.get('rule', 'a'), undefined);
});
