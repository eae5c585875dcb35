import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { Deadline, TimingWheel } from './timing-wheel.ts';

function start() {
  const clock = new FakeClock();
  const wheel = new TimingWheel(clock);
  const begin = clock.now();
  const fired: string[] = [];
  const item = (name: string) => ({
    tick: -1,
    due: (now: number) => void fired.push(`${name}@${now - begin}`),
  });
  return { clock, wheel, begin, fired, item };
}

test('an item is due within a quarter of a second after its time, and once', async () => {
  const { clock, wheel, begin, fired, item } = start();
  wheel.schedule(item('a'), begin + 1000);
  await clock.advance(900);
  assert.deepEqual(fired, []);
  await clock.advance(5000);
  assert.deepEqual(fired, ['a@1250']);
});

test('an item that is scheduled again has its last time only, and a cancelled one none', async () => {
  const { clock, wheel, begin, fired, item } = start();
  const [moved, cancelled] = [item('moved'), item('cancelled')];
  wheel.schedule(moved, begin + 1000);
  wheel.schedule(cancelled, begin + 1000);
  wheel.schedule(moved, begin + 3000);
  wheel.cancel(cancelled);
  await clock.advance(10_000);
  assert.deepEqual(fired, ['moved@3250']);
});

test('an item may schedule itself and others while it is due', async () => {
  const { clock, wheel, begin, fired, item } = start();
  const again = item('again');
  const first = { tick: -1, due: (now: number) => wheel.schedule(again, now + 500) };
  wheel.schedule(first, begin + 500);
  await clock.advance(3000);
  assert.deepEqual(fired, ['again@1500']);
});

test('an item that another one cancels in the same turn does not come', async () => {
  const { clock, wheel, begin, fired, item } = start();
  const victim = item('victim');
  wheel.schedule({ tick: -1, due: () => wheel.cancel(victim) }, begin + 500);
  wheel.schedule(victim, begin + 500);
  await clock.advance(2000);
  assert.deepEqual(fired, []);
});

test('a time in the past is due at the next tick', async () => {
  const { clock, wheel, begin, fired, item } = start();
  wheel.schedule(item('late'), begin - 60_000);
  await clock.advance(250);
  assert.deepEqual(fired, ['late@250']);
});

test('thousands of deadlines that come together are met in slices, all of them once', async () => {
  const clock = new FakeClock();
  const wheel = new TimingWheel(clock);
  let met = 0;
  const burn = () => {
    met++;
    for (const end = performance.now() + 0.1; performance.now() < end; );
  };
  for (let i = 0; i < 500; i++) wheel.schedule(new Deadline(burn), clock.now() + 1000);
  await clock.advance(1500);
  assert.ok(met > 0 && met < 500, `${met} in the first slices`);
  while (met < 500) await new Promise((resolve) => setImmediate(resolve));
  await clock.advance(1500);
  assert.equal(met, 500);
});
