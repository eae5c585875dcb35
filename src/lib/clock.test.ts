import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from './clock.ts';

const DAY = 24 * 60 * 60_000;

test('a timer of 60 days runs after 60 days and not at once, as Node’s own would', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let runs = 0;
  systemClock.after(60 * DAY, () => runs++);
  for (let day = 0; day < 59; day++) t.mock.timers.tick(DAY);
  assert.equal(runs, 0);
  // The mock fires at the end of a tick: each of the parts begins up to a day late.
  for (let day = 0; day < 4; day++) t.mock.timers.tick(DAY);
  assert.equal(runs, 1);
  t.mock.timers.tick(60 * DAY);
  assert.equal(runs, 1);
});

test('a long timer can be cancelled in each of its parts', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let runs = 0;
  const timer = systemClock.after(60 * DAY, () => runs++);
  t.mock.timers.tick(30 * DAY);
  timer.cancel();
  t.mock.timers.tick(60 * DAY);
  assert.equal(runs, 0);
});
