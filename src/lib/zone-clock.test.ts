import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clockChangeOnDay, nextTimeOfDay, offsetAt } from './zone-clock.ts';
import { writeTime } from './zoned-time.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);

test('the clocks of a zone are ahead of UTC by what is printed after its times', () => {
  const zones = fc.constantFrom(
    'Europe/Berlin',
    'America/St_Johns',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'UTC',
  );
  fc.assert(
    fc.property(zones, fc.integer({ min: at('1975-01-01'), max: at('2040-01-01') }), (zone, moment) => {
      const shown = new Date(moment + offsetAt(zone, moment)).toISOString().slice(0, 19).replace('T', ' ');
      assert.equal(shown, writeTime(moment, zone).slice(0, 19));
    }),
  );
});

test('a change of the clocks is found to the millisecond', () => {
  assert.equal(clockChangeOnDay('Europe/Berlin', at('2026-03-29T00:00:00Z')), at('2026-03-29T01:00:00Z'));
  assert.equal(clockChangeOnDay('Europe/Berlin', at('2026-03-29T01:00:00Z')), undefined);
  assert.equal(clockChangeOnDay('Europe/Berlin', at('2026-03-30T00:00:00Z')), undefined);
});

test('a time of the day comes once a day, also where the clocks are changed', () => {
  const next = (minutes: number, after: string) =>
    new Date(nextTimeOfDay('Europe/Berlin', minutes, at(after))).toISOString();
  assert.equal(next(8 * 60 + 30, '2026-08-20T06:29:59.999Z'), '2026-08-20T06:30:00.000Z');
  assert.equal(next(8 * 60 + 30, '2026-08-20T06:30:00Z'), '2026-08-21T06:30:00.000Z');
  assert.equal(next(150, '2026-03-28T12:00:00Z'), '2026-03-29T01:00:00.000Z', 'left out: at the change');
  assert.equal(next(150, '2026-03-29T01:00:00Z'), '2026-03-30T00:30:00.000Z');
  assert.equal(next(150, '2026-10-24T12:00:00Z'), '2026-10-25T00:30:00.000Z', 'twice: the first one');
  assert.equal(next(150, '2026-10-25T00:30:00Z'), '2026-10-26T01:30:00.000Z');
});

test('it is never more than a day and an hour away', () => {
  const zones = fc.constantFrom(
    'America/New_York',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'America/Santiago',
  );
  const times = fc.integer({ min: at('2020-01-01'), max: at('2030-01-01') });
  fc.assert(
    fc.property(zones, fc.nat(1439), times, (zone, minutes, after) => {
      const moment = nextTimeOfDay(zone, minutes, after);
      assert.ok(moment > after && moment <= after + 25 * HOUR);
    }),
  );
});
