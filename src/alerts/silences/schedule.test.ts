import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isWithin, nextChange, type Schedule, scheduleSchema } from './schedule.ts';
import { WEEKDAYS } from './schedule-text.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function schedule(given: unknown): Schedule {
  return scheduleSchema.parse(given);
}

const at = (text: string) => Date.parse(text);
const iso = (time: number | undefined) => time && new Date(time).toISOString();

test('office hours begin and end in their own time zone', () => {
  const office = schedule('mon-fri 09:00-18:00 Asia/Shanghai');
  assert.equal(isWithin(office, at('2026-08-20T08:59:59.999+08:00')), false);
  assert.equal(isWithin(office, at('2026-08-20T09:00:00+08:00')), true);
  assert.equal(isWithin(office, at('2026-08-20T17:59:59.999+08:00')), true);
  assert.equal(isWithin(office, at('2026-08-20T18:00:00+08:00')), false);
  assert.equal(isWithin(office, at('2026-08-22T12:00:00+08:00')), false, 'a Saturday');
  assert.equal(iso(nextChange(office, at('2026-08-21T18:00:00+08:00'))), '2026-08-24T01:00:00.000Z');
});

test('a night belongs to the day on which it begins', () => {
  const friday = schedule({
    time_zone: 'UTC',
    windows: [{ days: ['fri', 'sun'], from: '22:00', to: '06:00' }],
  });
  assert.equal(isWithin(friday, at('2026-08-21T22:00:00Z')), true, 'Friday night');
  assert.equal(isWithin(friday, at('2026-08-22T05:59:00Z')), true, 'Saturday morning');
  assert.equal(isWithin(friday, at('2026-08-22T22:00:00Z')), false, 'Saturday night');
  assert.equal(isWithin(friday, at('2026-08-24T05:59:00Z')), true, 'Monday morning, after Sunday');
  assert.equal(isWithin(friday, at('2026-08-21T05:59:00Z')), false, 'Friday morning');
});

test('an hour that is left out in spring is not there', () => {
  const lost = schedule('daily 02:15-02:45 Europe/Berlin');
  assert.equal(
    iso(nextChange(lost, at('2026-03-28T12:00:00Z'))),
    '2026-03-30T00:15:00.000Z',
    'the day after',
  );
  const longer = schedule('daily 02:15-03:45 Europe/Berlin');
  assert.equal(iso(nextChange(longer, at('2026-03-28T12:00:00Z'))), '2026-03-29T01:00:00.000Z');
  const ends = schedule('daily 01:15-02:45 Europe/Berlin');
  assert.equal(iso(nextChange(ends, at('2026-03-29T00:30:00Z'))), '2026-03-29T01:00:00.000Z');
});

test('an hour that comes twice in autumn counts twice', () => {
  const twice = schedule('daily 02:00-03:00 Europe/Berlin');
  const begins = at('2026-10-25T00:00:00Z');
  assert.equal(iso(nextChange(twice, begins - HOUR)), iso(begins));
  assert.equal(nextChange(twice, begins), begins + 2 * HOUR);
  const half = schedule('daily 02:00-02:30 Europe/Berlin');
  assert.equal(nextChange(half, begins), begins + 30 * MINUTE);
  assert.equal(nextChange(half, begins + 30 * MINUTE), begins + HOUR, 'again');
});

test('what never ends has no next change', () => {
  for (const given of ['daily 00:00-24:00 UTC', 'daily 09:00-09:00 UTC', 'daily 00:00-12:00,12:00-00:00']) {
    const always = schedule(given);
    assert.equal(isWithin(always, at('2026-08-20T08:59:00Z')), true, given);
    assert.equal(nextChange(always, at('2026-08-20T08:59:00Z')), undefined, given);
  }
});

test('windows that overlap or touch are one', () => {
  const joined = schedule('mon 08:00-12:00,10:00-14:00,14:00-16:00,09:00-10:00 UTC');
  assert.equal(iso(nextChange(joined, at('2026-08-24T08:00:00Z'))), '2026-08-24T16:00:00.000Z');
});

const TIMES: readonly fc.Arbitrary<string>[] = [
  fc
    .tuple(fc.nat(23), fc.constantFrom(0, 15, 30, 59))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`),
  fc.constant('24:00'),
];

const schedules = fc.record({
  time_zone: fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'America/Santiago',
    'Africa/Casablanca',
    'Asia/Shanghai',
    'Asia/Kathmandu',
    '-09:30',
  ),
  windows: fc.array(
    fc.record({
      days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }),
      from: fc.oneof(...TIMES),
      to: fc.oneof(...TIMES),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

/** Around the days on which clocks are changed somewhere, and anywhere. */
const moments = fc
  .tuple(
    fc.constantFrom(
      '2026-03-08',
      '2026-03-29',
      '2026-04-05',
      '2026-10-04',
      '2026-10-25',
      '2026-11-01',
      '2026-02-15',
    ),
    fc.integer({ min: -3 * 24 * 60, max: 2 * 24 * 60 }),
  )
  .map(([day, minutes]) => at(day) + minutes * MINUTE);

/** What a clock on the wall shows, as somebody would write it down, and what the windows say about that. */
function wallClock({ time_zone, windows }: Schedule): (moment: number) => boolean {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: time_zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (moment) => {
    const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    const today = WEEKDAYS.indexOf(parts.weekday?.toLowerCase() as (typeof WEEKDAYS)[number]);
    const minute = Number(parts.hour) * 60 + Number(parts.minute);
    return windows.some(({ days, from, to }) => {
      const begin = Number(from.slice(0, 2)) * 60 + Number(from.slice(3));
      const bare = Number(to.slice(0, 2)) * 60 + Number(to.slice(3));
      const end = bare > begin ? bare : bare + 1440;
      return days.some((day) => {
        const passed = (((today - WEEKDAYS.indexOf(day) + 7) % 7) * 1440 + minute) % (7 * 1440);
        return passed >= begin && passed < end;
      });
    });
  };
}

test('hours are what the clock on the wall shows, at every minute, whatever the zone does to it', () => {
  fc.assert(
    fc.property(schedules, moments, (given, moment) => {
      const hours = schedule(given);
      const shows = wallClock(hours);
      const now = shows(moment);
      assert.equal(isWithin(hours, moment), now);
      const next = nextChange(hours, moment);
      const until = Math.min(next ?? Infinity, moment + 2 * 24 * HOUR);
      for (let minute = moment; minute < until; minute += MINUTE) assert.equal(shows(minute), now);
      if (next !== undefined) assert.equal(shows(next), !now);
    }),
    { numRuns: 150 },
  );
});

test('a short text is read as people write it', () => {
  const rows: [string, string][] = [
    ['mon-fri 09:00-18:00 Asia/Shanghai', 'Asia/Shanghai mon,tue,wed,thu,fri 09:00-18:00'],
    ['Mon - Fri 9:00 - 18:00, sat 10:00–14:00 UTC', 'UTC mon,tue,wed,thu,fri 09:00-18:00 sat 10:00-14:00'],
    ['22:00-07:00', 'local mon,tue,wed,thu,fri,sat,sun 22:00-07:00'],
    ['weekends 22:00-07:00 -08:00', '-08:00 sat,sun 22:00-07:00'],
    ['mon, wednesday 08:00-12:00,13:00-17:00 UTC', 'UTC mon,wed 08:00-12:00 mon,wed 13:00-17:00'],
    ['fri-mon 00:00-24:00; tue 01:00-02:00 UTC', 'UTC fri,sat,sun,mon 00:00-24:00 tue 01:00-02:00'],
  ];
  for (const [text, expected] of rows) {
    const { time_zone, windows } = schedule(text);
    const read = [time_zone, ...windows.map(({ days, from, to }) => `${days} ${from}-${to}`)].join(' ');
    assert.equal(read, expected);
  }
});

test('a short text that cannot be read says where', () => {
  const rows: [string, RegExp][] = [
    ['weekly 09:00-18:00', /cannot read "weekly"/],
    ['mon-fri', /cannot read "mon-fri"/],
    ['', /cannot read ""/],
    ['mon 09:00-18:00 Shanghai', /did you mean Asia\/Shanghai/],
    ['mon 09:00-25:00', /time of the day/],
    ['x'.repeat(100_000), /cannot read "x{64}"/],
  ];
  for (const [text, message] of rows) {
    assert.match(scheduleSchema.safeParse(text).error?.issues[0]?.message ?? '', message);
  }
});
