import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { clockChangeOnDay, offsetAt } from './zone-clock.ts';
import { writeTime } from './zoned-time.ts';

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
