import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Counted, Threshold } from './threshold.ts';

const MINUTE = 60_000;

/** What each of the rows is taken for. */
function countAll(threshold: Threshold, rows: ReadonlyArray<readonly [key: string, at: number]>): Counted[] {
  return rows.map(([key, at]) => threshold.count(key, at));
}

test('the row that makes the count full within the time reaches the threshold, with the span in which they came', () => {
  const threshold = new Threshold({ count: 3, within: MINUTE });
  const counted = countAll(threshold, [
    ['a', 0],
    ['a', 20_000],
    ['a', 60_000],
  ]);
  assert.deepEqual(counted, [
    { kind: 'gathered' },
    { kind: 'gathered' },
    { kind: 'reached', count: 3, since: 0, fresh: 3 },
  ]);
});

test('rows that are spread over more than the time never reach it', () => {
  const threshold = new Threshold({ count: 3, within: MINUTE });
  const counted = countAll(
    threshold,
    Array.from({ length: 100 }, (_, n) => ['a', n * 30_001] as const),
  );
  assert.ok(counted.every(({ kind }) => kind === 'gathered'));
});

test('each key is counted by itself', () => {
  const threshold = new Threshold({ count: 2, within: MINUTE });
  const counted = countAll(threshold, [
    ['a', 0],
    ['b', 1],
    ['a', 2],
  ]);
  assert.deepEqual(
    counted.map(({ kind }) => kind),
    ['gathered', 'gathered', 'reached'],
  );
});

test('a key that is forgotten begins anew', () => {
  const threshold = new Threshold({ count: 2, within: MINUTE });
  countAll(threshold, [
    ['a', 0],
    ['a', 1],
  ]);
  threshold.forget('a');
  assert.deepEqual(threshold.count('a', 2), { kind: 'gathered' });
  assert.deepEqual(threshold.count('a', 3), { kind: 'reached', count: 2, since: 2, fresh: 2 });
});

test('when there is no room for another key it is refused, and the known ones are still counted', () => {
  const threshold = new Threshold({ count: 2, within: MINUTE }, { mostKeys: 2 });
  countAll(threshold, [
    ['a', 0],
    ['b', 0],
  ]);
  assert.deepEqual(threshold.count('c', 1), { kind: 'full' });
  assert.equal(threshold.count('a', 2).kind, 'reached');
});

test('keys of which no row came for longer than the time make room for others', () => {
  const threshold = new Threshold({ count: 2, within: MINUTE }, { mostKeys: 100 });
  for (let n = 0; n < 100; n++) threshold.count(`old-${n}`, 0);
  let full = 0;
  for (let n = 0; n < 1000; n++) {
    if (threshold.count(`new-${n % 100}`, 2 * MINUTE + n).kind === 'full') full++;
  }
  assert.ok(full <= 2, `${full} rows were refused`);
  assert.equal(threshold.size, 100);
});

test('a clock that was set back does not make old rows count', () => {
  const threshold = new Threshold({ count: 3, within: MINUTE });
  const hour = 60 * MINUTE;
  countAll(threshold, [
    ['a', hour],
    ['a', hour + 1],
  ]);
  assert.equal(threshold.count('a', 0).kind, 'gathered');
  assert.equal(threshold.count('a', 1).kind, 'gathered');
  assert.deepEqual(threshold.count('a', 2), { kind: 'reached', count: 3, since: 0, fresh: 3 });
});

test('what is written down of a key and read again counts as before', () => {
  const settings = { count: 4, within: MINUTE };
  const before = new Threshold(settings);
  countAll(before, [
    ['a', 0],
    ['a', 30_000],
    ['a', 40_000],
  ]);
  const memory = before.memoryOf('a');
  assert.ok(memory);
  const after = new Threshold(settings);
  assert.equal(after.recall('a', memory, 50_000), true);
  assert.deepEqual(after.count('a', 55_000), { kind: 'reached', count: 4, since: 0, fresh: 4 });
  assert.equal(new Threshold(settings).recall('a', memory, 40_001 + MINUTE), false);
});

test('whatever comes: exactly those rows reach it that end a full window, and each row of one is counted once', () => {
  const row = fc.record({ key: fc.constantFrom('a', 'b', 'c'), pause: fc.integer({ min: 0, max: 30 }) });
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 200 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 120 }),
      (rows, count, within) => {
        const threshold = new Threshold({ count, within });
        const times = new Map<string, number[]>();
        const fresh = new Map<string, number>();
        const inWindows = new Map<string, Set<number>>();
        let now = 0;
        for (const { key, pause } of rows) {
          now += pause;
          const own = times.get(key) ?? [];
          times.set(key, own);
          own.push(now);
          const first = own.length - count;
          const isReached = first >= 0 && now - (own[first] as number) <= within;
          const counted = threshold.count(key, now);
          assert.equal(counted.kind, isReached ? 'reached' : 'gathered');
          if (counted.kind !== 'reached') continue;
          assert.equal(counted.since, own[first]);
          fresh.set(key, (fresh.get(key) ?? 0) + counted.fresh);
          const members = inWindows.get(key) ?? new Set();
          inWindows.set(key, members);
          for (let n = first; n < own.length; n++) members.add(n);
        }
        for (const [key, members] of inWindows) assert.equal(fresh.get(key), members.size);
      },
    ),
  );
});
