import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { startFigures } from '../../test/support/figure-scenario.ts';
import { silentLogger } from '../lib/logger.ts';
import { Store } from '../store/store.ts';
import { FigureTable } from './figure-table.ts';
import { countOf, quantile } from './latencies.ts';
import type { Sample } from './sample.ts';
import { Tiers } from './tiers.ts';

const START = 1_800_000_000_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test('every ten seconds there is a sample, with what was counted since the one before', async (t) => {
  const { history, clock, counters, gauges } = startFigures(t, { clock: new FakeClock(START) });
  gauges.live_connections = 7;
  counters.received = 30;
  await clock.advance(10_000);
  counters.received = 35;
  await clock.advance(10_000);
  assert.deepEqual(
    history.samples().map(({ at, step, values }) => [at - START, step, values]),
    [
      [10_000, 10_000, { live_connections: 7, received: 30 }],
      [20_000, 10_000, { live_connections: 7, received: 5 }],
    ],
  );
  assert.deepEqual(
    history.samples(10).map(({ at }) => at - START),
    [20_000],
  );
});

test('samples stand at whole tens of seconds, whenever the process began', async (t) => {
  const { history, clock } = startFigures(t, { clock: new FakeClock(START + 3_456) });
  await clock.advance(20_000);
  assert.deepEqual(
    history.samples().map(({ at }) => at - START),
    [10_000, 20_000],
  );
});

test('what is old becomes coarse and loses nothing that was counted; after 30 days it is gone', () => {
  const tiers = new Tiers();
  const stored = new Map<string, Sample>();
  const keyOf = ({ step, at }: Sample) => `${step} ${at}`;
  let now = START;
  for (let n = 1; n <= 40 * 8640; n++) {
    now = START + n * 10_000;
    const sample = { at: now, step: 10_000, values: { received: 1, connections: 3 }, latencies: { '50': 1 } };
    tiers.add(sample);
    stored.set(keyOf(sample), sample);
    if (n % 90 !== 0) continue;
    const { removed, added } = tiers.compact(now);
    for (const one of removed) stored.delete(keyOf(one));
    for (const one of added) stored.set(keyOf(one), one);
  }
  const samples = tiers.since(0);
  assert.ok(samples.length < 3_700, `${samples.length} samples are kept`);
  assert.equal(stored.size, samples.length, 'the disk holds what the memory does');
  for (const [index, { at, step, values, latencies }] of samples.entries()) {
    const before = samples[index - 1];
    if (before) assert.equal(at - step, before.at, 'they cover the time without gap or overlap');
    assert.deepEqual(values, { received: step / 10_000, connections: 3 });
    assert.deepEqual(latencies, { '50': step / 10_000 });
  }
  const reach = now - (samples[0]?.at ?? 0);
  assert.ok(reach > 29.9 * DAY && reach <= 30 * DAY, 'they reach back 30 days');
});

test('the past is still there after a restart, with a gap where nothing ran', async (t) => {
  const first = startFigures(t, { clock: new FakeClock(START) });
  first.counters.sent = 4;
  await first.clock.advance(20_000);
  first.history.stop();
  first.store.commit();
  const second = startFigures(t, { store: first.store, clock: new FakeClock(START + HOUR) });
  await second.clock.advance(10_000);
  assert.deepEqual(
    second.history.samples().map(({ at, values }) => [at - START, values.sent]),
    [
      [10_000, 4],
      [20_000, undefined],
      [HOUR + 10_000, undefined],
    ],
  );
});

test('samples can be asked for in equal steps: counts are added up, of gauges the most is told', async (t) => {
  const { history, clock, counters, gauges } = startFigures(t, { clock: new FakeClock(START) });
  for (const connections of [1, 5, 2, 4, 3, 1]) {
    gauges.connections = connections;
    counters.denied += 2;
    await clock.advance(10_000);
  }
  assert.deepEqual(
    history.samples(60, 30).map(({ at, step, values }) => [at - START, step, values]),
    [
      [30_000, 30_000, { connections: 5, denied: 6 }],
      [60_000, 30_000, { connections: 4, denied: 6 }],
    ],
  );
});

test('how it is now is counted per second since the last sample, over a second at least', async (t) => {
  const { history, clock, counters } = startFigures(t, { clock: new FakeClock(START) });
  await clock.advance(10_000);
  counters.received = 50;
  await clock.advance(100);
  assert.equal(history.present().rates.received, 50);
  await clock.advance(3_900);
  assert.equal(history.present().rates.received, 13);
});

test('how long people waited is added up over any time, and told to five percent', async (t) => {
  const { history, clock } = startFigures(t, { clock: new FakeClock(START) });
  for (let n = 0; n < 95; n++) history.told(300);
  await clock.advance(10_000);
  for (let n = 0; n < 5; n++) history.told(9_000);
  const latencies = history.latencies(3600);
  assert.equal(countOf(latencies), 100);
  const near = (value: number | undefined, expected: number) =>
    assert.ok(value && Math.abs(value / expected - 1) < 0.05, `${value} is about ${expected}`);
  near(quantile(latencies, 0.95), 300);
  near(quantile(latencies, 0.96), 9_000);
  assert.equal(quantile({}, 0.95), undefined);
});

test('a clock that is set back brings no second sample of the same time', async (t) => {
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
  t.after(() => store.close());
  const first = startFigures(t, { store, clock: new FakeClock(START) });
  await first.clock.advance(60_000);
  first.history.stop();
  store.commit();
  const second = startFigures(t, { store, clock: new FakeClock(START + 20_000) });
  await second.clock.advance(60_000);
  const times = second.history.samples().map(({ at }) => at - START);
  assert.deepEqual(times, [10_000, 20_000, 30_000, 40_000, 50_000, 60_000, 70_000, 80_000]);
});

test('cleared, it has no past', async (t) => {
  const { history, clock, store } = startFigures(t, { clock: new FakeClock(START) });
  await clock.advance(20_000);
  history.clear();
  assert.deepEqual([history.samples(), new FigureTable(store).read()], [[], []]);
});
