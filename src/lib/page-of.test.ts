import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageInOrder, pageOfMatching, pageOfSorted, pageOfWalk } from './page-of.ts';
import { finish } from './steps.ts';

const descending = (a: number, b: number) => b - a;

/** 0 to 19,999 in an order of no meaning. */
const rows = Array.from({ length: 20_000 }, (_, index) => (index * 7919) % 20_000);
const sorted = rows.toSorted(descending);

const sortedAfter = (row: number | undefined) => (row === undefined ? sorted : sorted.slice(20_000 - row));

const tests: ReadonlyArray<[what: string, accepts: (row: number) => boolean]> = [
  ['few match', (row) => row % 100 === 0],
  ['many match', (row) => row % 3 !== 0],
  ['all match', () => true],
  ['none match', () => false],
];
for (const [what, accepts] of tests) {
  test(`a page of what matches is that of the sorted list: ${what}`, () => {
    const expected = sorted.filter(accepts);
    for (const [skip, take] of [
      [0, 10],
      [37, 100],
      [expected.length - 5, 10],
      [expected.length, 10],
      [99_999, 10],
    ] as const) {
      if (skip < 0) continue;
      const page = finish(
        pageOfMatching({ skip, take, accepts, rows, inOrder: sortedAfter, compare: descending }),
      );
      assert.deepEqual(page, {
        rows: expected.slice(skip, skip + take),
        count: expected.length,
        hasMore: skip + take < expected.length,
      });
    }
  });
}

test('of what is in order, no row is looked at beyond the one that says that more follow', () => {
  let looked = 0;
  function* rows(): Generator<number> {
    for (let row = 0; row < 10; row++) {
      looked++;
      yield row;
    }
  }
  assert.deepEqual(pageOfSorted(rows(), { skip: 2, take: 3 }), {
    rows: [2, 3, 4],
    count: undefined,
    hasMore: true,
  });
  assert.equal(looked, 6);
  assert.deepEqual(pageOfSorted(rows(), { skip: 7, take: 3 }, 10), {
    rows: [7, 8, 9],
    count: 10,
    hasMore: false,
  });
});

test('a page far into a list is found in steps, between which rows may come and go', () => {
  const list = new Set(sorted);
  const inOrder = (after = Number.POSITIVE_INFINITY) =>
    [...list].filter((row) => row < after).toSorted(descending);
  const steps = pageInOrder({ inOrder }, { skip: 1000, take: 3 }, 20_000);
  assert.equal(steps.next().done, false);
  // One that was passed, and the one that would have been the first of the page.
  list.delete(19_999);
  list.delete(18_999);
  assert.deepEqual(finish(steps), { rows: [18_998, 18_997, 18_996], count: 20_000, hasMore: true });
});

test('no step looks at more than some hundred rows', () => {
  let looked = 0;
  let most = 0;
  const accepts = () => {
    looked++;
    return true;
  };
  const steps = pageOfMatching({
    ...{ skip: 19_000, take: 10, accepts, rows, inOrder: sortedAfter },
    compare: descending,
  });
  for (let step = steps.next(); !step.done; step = steps.next()) {
    most = Math.max(most, looked);
    looked = 0;
  }
  assert.ok(most <= 512, `${most} rows`);
});

test('a page of what is walked through is found in steps, also where nothing is found for long', () => {
  function* walk(): Generator<number | undefined, void, undefined> {
    for (let row = 0; row < 1000; row++) yield row % 10 === 0 ? undefined : row;
  }
  let steps = 0;
  const search = pageOfWalk(walk(), { skip: 9, take: 3 }, () => 900);
  let step = search.next();
  for (; !step.done; step = search.next()) steps++;
  assert.deepEqual(step.value, { rows: [11, 12, 13], count: 900, hasMore: true });
  assert.equal(steps, 2, 'one for each that was not there');
  const last = finish(pageOfWalk(walk(), { skip: 898, take: 3 }));
  assert.deepEqual(last, { rows: [998, 999], count: undefined, hasMore: false });
});
