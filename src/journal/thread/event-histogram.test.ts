import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordedEvent } from '../recorded-event.ts';
import { countEvents } from './event-histogram.ts';
import { EventWriter } from './event-writer.ts';
import { JournalDatabase } from './journal-database.ts';

const HOUR = 3_600_000;
const START = 1_800_000_000_000;
const FOREVER = { from: 0, buckets: 60, patience: 60_000 };

function event(at: number, n: number): RecordedEvent {
  const reason = n % 3 === 0 ? 'kicked' : 'normal';
  return {
    at,
    n,
    event: n % 4 === 0 ? 'client.connected' : 'client.disconnected',
    clientId: `c${n % 10}`,
    username: undefined,
    columns: JSON.stringify({ reason }),
  };
}

function openFilled(events: readonly RecordedEvent[]): JournalDatabase {
  const database = JournalDatabase.open(':memory:', 1e9);
  const writer = new EventWriter(database, { retention: 30 * 24 * HOUR, maximumSize: 1e9 });
  for (let index = 0; index < events.length; index += 500)
    database.transact(() => writer.append(events.slice(index, index + 500)));
  return database;
}

const events = Array.from({ length: 5000 }, (_, n) => event(START + n * 1000, n));

test('whole blocks and parts of them add up to what there is', () => {
  const database = openFilled(events);
  const to = START + 5000 * 1000;
  for (const [filter, matches] of [
    [{}, () => true],
    [{ events: ['client.connected'] }, ({ event: name }: RecordedEvent) => name === 'client.connected'],
    [{ clientIds: ['c3', 'c4'] }, ({ clientId }: RecordedEvent) => clientId === 'c3' || clientId === 'c4'],
    [{ text: 'KICK' }, ({ columns }: RecordedEvent) => columns.includes('kick')],
    [
      { columns: [{ path: 'reason', value: 'normal' }], events: ['client.disconnected'] },
      ({ columns, event: name }: RecordedEvent) =>
        columns.includes('normal') && name.endsWith('disconnected'),
    ],
  ] as const) {
    for (const from of [0, START + 777_000]) {
      const found = countEvents(database, { ...FOREVER, ...filter, from, to });
      assert.ok(found.buckets.length <= 61);
      assert.equal(found.countedFrom, found.from);
      const expected = new Map<number, number>();
      for (const one of events) {
        const bucket = Math.floor(one.at / found.step) * found.step;
        if (one.at >= from && matches(one)) expected.set(bucket, (expected.get(bucket) ?? 0) + 1);
      }
      const counted = found.buckets.map(
        ({ at, counts }) => [at, Object.values(counts).reduce((sum, count) => sum + count, 0)] as const,
      );
      assert.deepEqual(counted, [...expected]);
    }
  }
  database.close();
});

test('a clock that was set back does not make it count twice', () => {
  const back = Array.from({ length: 1500 }, (_, n) => event(START + 100_500 + n * 1000, n + 5000));
  const database = openFilled([...events, ...back]);
  const { buckets } = countEvents(database, { ...FOREVER, to: START + 24 * HOUR });
  const all = buckets.flatMap(({ counts }) => Object.values(counts)).reduce((sum, count) => sum + count, 0);
  assert.equal(all, events.length + back.length);
  database.close();
});

test('when its time is over it says what it has not counted', () => {
  const database = openFilled(events);
  let now = 0;
  const found = countEvents(
    database,
    { ...FOREVER, to: START + 5_000_000, text: 'kicked', patience: 2 },
    () => now++,
  );
  assert.ok(found.countedFrom > found.from);
  const [first] = found.buckets;
  assert.ok(first && first.at + found.step > found.countedFrom, 'the newest are counted first');
  database.close();
});

test('an empty journal has nothing to count', () => {
  const database = openFilled([]);
  assert.deepEqual(countEvents(database, { ...FOREVER, to: START }).buckets, []);
  database.close();
});
