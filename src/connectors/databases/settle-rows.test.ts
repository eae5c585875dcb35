import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RowsFailure, settleRows } from './settle-rows.ts';

const refusal: RowsFailure['outcome'] = { kind: 'rejected', cause: 'message', reason: 'bad' };

/** A table that refuses all rows of a group when one of them is bad; it names it, or does not. */
function table(bad: ReadonlySet<number>, naming: boolean) {
  const written: number[] = [];
  const attempts: number[] = [];
  return {
    written,
    attempts,
    async attempt(start: number, end: number): Promise<RowsFailure | undefined> {
      attempts.push(end - start);
      for (let row = start; row < end; row++) {
        if (bad.has(row)) return naming ? { outcome: refusal, row: row - start } : { outcome: refusal };
      }
      for (let row = start; row < end; row++) written.push(row);
      return undefined;
    },
  };
}

for (const naming of [true, false]) {
  for (const bad of [[], [0], [99], [41], [3, 4, 5], [0, 99], Array.from({ length: 100 }, (_, row) => row)]) {
    test(`of 100 rows only ${bad.length} that are bad are refused, the others are written once and in order${naming ? '' : ', though nobody names them'}`, async () => {
      const { attempt, written, attempts } = table(new Set(bad), naming);
      const outcomes = await settleRows(100, attempt);
      const refused = outcomes.flatMap((outcome, row) => (outcome ? [row] : []));
      assert.deepEqual(refused, bad);
      assert.deepEqual(
        written,
        Array.from({ length: 100 }, (_, row) => row).filter((row) => !bad.includes(row)),
      );
      if (bad.length <= 3) assert.ok(attempts.length <= 40, `${attempts.length} attempts`);
      assert.ok(attempts.length <= 210);
    });
  }
}

test('when nobody answers, none of the rest is tried, and what is written stays written', async () => {
  const away: RowsFailure['outcome'] = { kind: 'unavailable', cause: 'network', reason: 'gone' };
  let calls = 0;
  const outcomes = await settleRows(4, async (start) => {
    calls++;
    if (calls === 1) return { outcome: refusal, row: 2 };
    return start < 2 ? undefined : { outcome: away };
  });
  assert.deepEqual(outcomes, [undefined, undefined, refusal, away]);
  assert.equal(calls, 3);
});

test('what is wrong with the settings refuses all at once', async () => {
  const config: RowsFailure['outcome'] = { kind: 'rejected', cause: 'config', reason: 'no table' };
  const outcomes = await settleRows(3, async () => ({ outcome: config, row: 0 }));
  assert.deepEqual(outcomes, [config, config, config]);
});
