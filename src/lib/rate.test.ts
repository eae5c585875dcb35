import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { RateMeter } from './rate.ts';

test('a rate is known once its second is over', async () => {
  const clock = new FakeClock();
  const meter = new RateMeter(clock);
  meter.add(5);
  assert.deepEqual(meter.read(), { rate: 0, rateMax: 0, rateLast5m: 0 });
  await clock.advance(1000);
  assert.deepEqual(meter.read(), { rate: 5, rateMax: 5, rateLast5m: 5 });
});

test('the best second is remembered, the mean falls', async () => {
  const clock = new FakeClock();
  const meter = new RateMeter(clock);
  meter.add(6);
  await clock.advance(1000);
  meter.add();
  meter.add();
  await clock.advance(1000);
  assert.deepEqual(meter.read(), { rate: 2, rateMax: 6, rateLast5m: 4 });
  await clock.advance(2000);
  assert.deepEqual(meter.read(), { rate: 0, rateMax: 6, rateLast5m: 2 });
});

test('after five minutes a second is forgotten', async () => {
  const clock = new FakeClock();
  const meter = new RateMeter(clock);
  meter.add(300);
  await clock.advance(300_000);
  assert.equal(meter.read().rateLast5m, 1);
  await clock.advance(1000);
  assert.deepEqual(meter.read(), { rate: 0, rateMax: 300, rateLast5m: 0 });
});

test('a long silence clears the window and keeps the best second', async () => {
  const clock = new FakeClock();
  const meter = new RateMeter(clock);
  meter.add(9);
  await clock.advance(86_400_000);
  meter.add(3);
  await clock.advance(1000);
  assert.deepEqual(meter.read(), { rate: 3, rateMax: 9, rateLast5m: 3 / 300 });
});
