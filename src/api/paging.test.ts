import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageOfRows } from './paging.ts';

const rows = ['a', 'b', 'c', 'd', 'e'];

test('a page is cut out of the rows, and says whether another follows', () => {
  const table = [
    [1, 2, 'ab', true],
    [2, 2, 'cd', true],
    [3, 2, 'e', false],
    [4, 2, '', false],
    [1, 5, 'abcde', false],
    [1, 100, 'abcde', false],
  ] as const;
  for (const [page, limit, data, hasnext] of table) {
    const answer = pageOfRows(rows, { page, limit });
    assert.equal(answer.data.join(''), data);
    assert.deepEqual(answer.meta, { page, limit, count: 5, hasnext });
  }
});

test('nothing is counted where EMQX does not count', () => {
  assert.deepEqual(pageOfRows(rows, { page: 1, limit: 2 }, { uncounted: true }).meta, {
    page: 1,
    limit: 2,
    hasnext: true,
  });
});
