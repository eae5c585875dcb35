import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryInUse } from './memory-in-use.ts';
import { MemoryWatch } from './memory-watch.ts';
import { collectGarbage, memoryOfProcess } from './process-memory.ts';

const HEAP = { heapUsed: 1, heapLimit: 100 };

/** Megabytes that are in use after one look after the other, of a process that may have 1000. */
function inUseAfter(...looks: readonly [resident: number, script: number][]): number | undefined {
  const memory = new MemoryInUse(1000);
  return looks.map(([resident, script]) => memory.of({ ...HEAP, resident, script })).at(-1);
}

test('what the allocator keeps after JavaScript gave it back is not in use', () => {
  assert.equal(inUseAfter([200, 80]), 200);
  assert.equal(inUseAfter([200, 80], [900, 780]), 900);
  assert.equal(inUseAfter([200, 80], [900, 780], [900, 80]), 200);
  assert.equal(inUseAfter([200, 80], [900, 780], [900, 80], [900, 480]), 600, 'taken again');
});

test('what goes back to the system is not counted twice', () => {
  assert.equal(inUseAfter([900, 780], [300, 180]), 300);
  assert.equal(inUseAfter([900, 780], [250, 180]), 250);
  assert.equal(inUseAfter([900, 780], [250, 180], [850, 780]), 850, 'also when it grows again');
  assert.equal(inUseAfter([900, 780], [250, 180], [600, 180]), 600, 'or something else does');
});

test('a process that grows although JavaScript gave back has given that to others, but a little more says little', () => {
  const released = [
    [900, 780],
    [900, 180],
  ] as const satisfies [number, number][];
  assert.equal(inUseAfter(...released, [905, 180]), 360.5);
  const growing = Array.from({ length: 30 }, (_, i): [number, number] => [910 + i * 5, 180]);
  assert.ok((inUseAfter(...released, ...growing) ?? 0) > 900 - 80);
});

test('a peak that was over before the look does not count for ever', () => {
  const released = inUseAfter([500, 300], [800, 200], [800, 550], [800, 100]);
  assert.equal(released, 350);
});

test('what a little growth made doubtful is free again when nothing grows for a minute', () => {
  const calm = Array.from({ length: 120 }, (): [number, number] => [920, 180]);
  const before = inUseAfter([900, 780], [900, 180], [920, 180]) ?? 0;
  const after = inUseAfter([900, 780], [900, 180], ...calm) ?? 0;
  assert.ok(before > 450 && after < 410, `${before}, then ${after}`);
});

/** A process of 1000 bytes with this much garbage. */
function startWatch({ live, garbage, took = 10 }: { live: number; garbage: number; took?: number }) {
  const process = { live, garbage, collections: 0 };
  const watch = new MemoryWatch({
    limit: 1000,
    figures: () => ({ ...HEAP, resident: 950, script: process.live + process.garbage }),
    isTight: (part) => part >= 0.8,
    collect: () => {
      process.collections++;
      process.garbage = 0;
      return took;
    },
  });
  return { process, watch };
}

test('garbage is collected before it counts as a shortage', () => {
  const { process, watch } = startWatch({ live: 300, garbage: 600 });
  assert.equal(watch.part(0), 0.35);
  assert.equal(process.collections, 1);
  assert.equal(watch.part(500), 0.35);
  assert.equal(process.collections, 1);
});

test('while there is too little, it is collected every few seconds, and seldom when that takes long', () => {
  for (const [took, expected] of [
    [10, [0, 2010]],
    [1000, [0, 21_000]],
  ] as const) {
    const { process, watch } = startWatch({ live: 900, garbage: 0, took });
    const times: number[] = [];
    for (let now = 0; now < 40_000 && times.length < 2; now += 10) {
      const before = process.collections;
      watch.part(now);
      if (process.collections > before) times.push(now);
    }
    assert.deepEqual(times, expected);
  }
});

test('buffers that nobody holds any more are gone from the figures of the process once it has collected', () => {
  const before = memoryOfProcess().script;
  // Old enough to be left alone by the small collections.
  let buffers: Buffer[] | undefined = Array.from({ length: 1024 }, () => Buffer.alloc(64 * 1024, 'x'));
  collectGarbage();
  collectGarbage();
  const held = memoryOfProcess().script;
  assert.ok(held - before > 32 * 1024 * 1024, `${buffers.length} buffers are held`);
  buffers = undefined;
  assert.ok(collectGarbage() > 0);
  assert.ok(held - memoryOfProcess().script > 32 * 1024 * 1024);
  assert.equal(Reflect.get(globalThis, 'gc'), undefined, 'nobody else got the function');
});
