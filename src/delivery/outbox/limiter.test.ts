import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { delivered, startLane } from '../../../test/support/lane-scenario.ts';
import type { Outcome } from '../../connectors/outcome.ts';
import { DestinationGate } from './destination-gate.ts';
import { rateOf } from './rate-window.ts';

const MINUTE = 60_000;
const wecom = { perMinute: 20 };

/** The most that lie in any window of this length. */
function mostIn(times: readonly number[], span: number): number {
  return Math.max(
    0,
    ...times.map((begin) => times.filter((time) => time >= begin && time < begin + span).length),
  );
}

test('no window of a minute holds more than the limit, however long the burst', async (t) => {
  const lane = startLane(t, { concurrency: 8, destinations: [{ key: 'bot', limits: wecom }] });
  const times: number[] = [];
  lane.answer = () => {
    times.push(lane.clock.now());
    return delivered;
  };
  for (let n = 0; n < 100; n++) lane.add(n);
  await lane.rest();
  for (let step = 0; step < 120; step++) {
    await lane.clock.advance(5000);
    await lane.rest();
  }
  assert.equal(times.length, 100);
  assert.equal(mostIn(times, MINUTE), 16);
});

test('what is critical goes first, and has a share that nothing else takes', async (t) => {
  const lane = startLane(t, { concurrency: 8, destinations: [{ key: 'bot', limits: wecom }] });
  for (let n = 0; n < 40; n++) lane.add(`normal ${n}`);
  await lane.rest();
  assert.equal(lane.sent.length, 16);
  for (let n = 0; n < 6; n++) lane.add(`critical ${n}`, { priority: 'critical' });
  await lane.rest();
  assert.deepEqual(
    lane.sent.flat().slice(16),
    [0, 1, 2, 3].map((n) => `critical ${n}`),
  );
  await lane.clock.advance(MINUTE + 1000);
  await lane.rest();
  assert.deepEqual(lane.sent.flat().slice(20, 23), ['critical 4', 'critical 5', 'normal 16']);
});

test('a message that waits for room has no attempt', async (t) => {
  const lane = startLane(t, { destinations: [{ key: 'bot', limits: { perSecond: 1 } }] });
  for (let n = 0; n < 3; n++) lane.add(n);
  await lane.rest();
  await lane.clock.advance(5000);
  await lane.rest();
  assert.deepEqual(
    lane.settled.map(({ attempts }) => attempts),
    [1, 1, 1],
  );
});

test('a restart does not begin with a full measure', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const destinations = [{ key: 'bot', limits: wecom }];
  let clock: ReturnType<typeof startLane>['clock'] | undefined;
  await t.test('before', async (t) => {
    const lane = startLane(t, { directory, destinations, concurrency: 4 });
    ({ clock } = lane);
    for (let n = 0; n < 30; n++) lane.add(n);
    await lane.rest();
    assert.equal(lane.sent.length, 16);
  });
  const lane = startLane(t, { directory, destinations, concurrency: 4, ...(clock && { clock }) });
  await lane.rest();
  assert.equal(lane.sent.length, 0);
  await lane.clock.advance(MINUTE + 1000);
  await lane.rest();
  assert.deepEqual(
    lane.sent.flat(),
    Array.from({ length: 14 }, (_, n) => n + 16),
  );
});

test('"too fast" stops all messages to the destination, and the order stays', async (t) => {
  const lane = startLane(t, { destinations: [{ key: 'bot', limits: {} }] });
  const tooFast: Outcome = {
    kind: 'unavailable',
    cause: 'throttled',
    reason: 'slow down',
    retryAfter: 30_000,
  };
  const answers: Outcome[] = [tooFast];
  lane.answer = () => answers.shift() ?? delivered;
  for (let n = 0; n < 4; n++) lane.add(n);
  await lane.rest();
  assert.deepEqual(lane.sent.flat(), [0]);
  await lane.clock.advance(29_000);
  await lane.rest();
  assert.deepEqual(lane.sent.flat(), [0]);
  await lane.clock.advance(1000);
  await lane.rest();
  assert.deepEqual(lane.sent.flat(), [0, 0, 1, 2, 3]);
});

test('of a pool the destination with room takes the message', async (t) => {
  const destinations = ['a', 'b'].map((key) => ({ key, limits: { perMinute: 5 } }));
  const lane = startLane(t, { concurrency: 4, destinations });
  for (let n = 0; n < 12; n++) lane.add(n);
  await lane.rest();
  assert.deepEqual(
    [0, 1].map((index) => lane.to.filter((to) => to === index).length),
    [4, 4],
  );
});

test('two lanes that use the same bot share its limit', async (t) => {
  const gate = new DestinationGate();
  const now = 1_000_000;
  for (let n = 0; n < 16; n++) {
    gate.start(now);
    gate.end(now);
  }
  assert.equal(gate.room(wecom, 'normal', now), 0);
  assert.equal(gate.room(wecom, 'critical', now), 4);
  assert.equal(gate.nextAt(wecom, 'normal', now), now + MINUTE + 20);
  assert.equal(gate.room({ perMinute: 10 }, 'critical', now), 0);
  t.diagnostic('whoever asks, with the limits that its own settings have');
});

test('a message takes its place until a window after its answer, since nobody knows when it was counted', () => {
  const gate = new DestinationGate();
  const limits = { perSecond: 1 };
  gate.start(0);
  assert.equal(gate.nextAt(limits, 'normal', 500), Infinity);
  gate.end(700);
  assert.equal(gate.nextAt(limits, 'normal', 700), 1720);
});

test('waits after "too fast": what it said, then what is usual there, the last doubled', () => {
  const waits = (limits: object, answers: object[]): number[] => {
    const gate = new DestinationGate();
    let now = 1_000_000;
    return answers.map((answer) => {
      gate.refused(limits, answer, now, now);
      const wait = gate.nextAt(limits, 'normal', now) - now;
      now += wait + 1;
      return wait;
    });
  };
  assert.deepEqual(waits({ waits: [30_000] }, [{}, {}, {}]), [30_000, 60_000, 120_000]);
  const muted = { retryAfter: 60_000, repeatedRetryAfter: 600_000 };
  assert.deepEqual(waits({}, [muted, muted]), [60_000, 600_000]);
  assert.deepEqual(waits({}, [{}, {}, {}]), [1000, 2000, 4000]);
  assert.deepEqual(waits({}, [{ retryAfter: 86_400_000 }]), [3_600_000]);
});

test('high figures are kept in shorter windows', () => {
  assert.deepEqual(rateOf(6000, MINUTE), { limit: 100, span: 1000, fromStart: true });
  assert.deepEqual(rateOf(0.5, MINUTE), { limit: 1, span: 120_020, fromStart: false });
  assert.deepEqual(rateOf(20, MINUTE), { limit: 20, span: 60_020, fromStart: false });
});
