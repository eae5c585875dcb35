import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayOf, isDue } from './report-day.ts';

/** The moments at which a process that looks every minute sends the report of 02:30 or so. */
function sentOn(from: string, hours: number, at: string, zone: string): string[] {
  const sent: string[] = [];
  let lastDay: string | undefined;
  const start = Date.parse(from);
  for (let now = start; now < start + hours * 3_600_000; now += 60_000) {
    if (!isDue(now, { at, zone }, lastDay)) continue;
    lastDay = dayOf(now, zone);
    sent.push(new Date(now).toISOString().slice(0, 16));
  }
  return sent;
}

test('once a day, by the clocks of the zone', () => {
  assert.deepEqual(sentOn('2026-08-19T16:00Z', 48, '08:30', 'Asia/Shanghai'), [
    '2026-08-20T00:30',
    '2026-08-21T00:30',
  ]);
});

test('clocks that jump over the time have their report right behind', () => {
  // In Berlin 02:00 becomes 03:00 on March 29th.
  assert.deepEqual(sentOn('2026-03-28T12:00Z', 24, '02:30', 'Europe/Berlin'), ['2026-03-29T01:00']);
});

test('clocks that show the time twice have one report', () => {
  // In Berlin 03:00 becomes 02:00 on October 25th.
  assert.deepEqual(sentOn('2026-10-24T12:00Z', 24, '02:30', 'Europe/Berlin'), ['2026-10-25T00:30']);
  assert.deepEqual(sentOn('2026-10-24T12:00Z', 48, '08:00', 'Europe/Berlin'), [
    '2026-10-25T07:00',
    '2026-10-26T07:00',
  ]);
});

test('what was missed is made up for in the morning, and not in the evening', () => {
  const time = { at: '08:30', zone: 'UTC' };
  assert.equal(isDue(Date.parse('2026-08-20T12:30Z'), time, '2026-08-19'), true);
  assert.equal(isDue(Date.parse('2026-08-20T12:31Z'), time, '2026-08-19'), false);
  assert.equal(isDue(Date.parse('2026-08-20T08:29Z'), time, '2026-08-19'), false);
});
