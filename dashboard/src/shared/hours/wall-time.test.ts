import assert from 'node:assert/strict';
import { test } from 'node:test';
import { momentOfWall, wallTime } from './wall-time.ts';

test('the clocks of a zone show a moment, and the moment is found again', () => {
  const moment = Date.UTC(2026, 7, 20, 6, 3, 7);
  assert.equal(wallTime(moment, 'Asia/Shanghai'), Date.UTC(2026, 7, 20, 14, 3, 7));
  assert.equal(momentOfWall(Date.UTC(2026, 7, 20, 14, 3, 7), 'Asia/Shanghai'), moment);
  assert.ok(Number.isNaN(momentOfWall(Number.NaN, undefined)));
});

test('both sides of an hour that summer time leaves out are right, and the hour is the one after it', () => {
  const at = (hour: number, minute: number) =>
    momentOfWall(Date.UTC(2026, 2, 29, hour, minute), 'Europe/Berlin');
  assert.equal(at(1, 59), Date.UTC(2026, 2, 29, 0, 59));
  assert.equal(at(2, 30), Date.UTC(2026, 2, 29, 1, 30));
  assert.equal(at(3, 0), Date.UTC(2026, 2, 29, 1, 0));
});
