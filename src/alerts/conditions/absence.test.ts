import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { Absence } from './absence.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

interface Told {
  readonly key: string;
  readonly at: number;
  readonly since: number;
  readonly wasSeen: boolean;
}

/** Times are relative to the start. */
function watch({
  after = MINUTE,
  expected = [] as string[],
  clock = new FakeClock(),
  judgedFrom = 0,
  most = 1000,
} = {}) {
  const start = clock.now();
  const told: Told[] = [];
  const forgotten: string[] = [];
  const changed: string[] = [];
  const absence = new Absence(
    { after, expected },
    clock,
    start + judgedFrom,
    {
      absent: (key, at, since, wasSeen) => told.push({ key, at: at - start, since: since - start, wasSeen }),
      forgotten: (key) => forgotten.push(key),
      changed: (key) => changed.push(key),
    },
    most,
  );
  absence.start();
  return { absence, clock, told, forgotten, changed, see: (key: string) => absence.see(key, clock.now()) };
}

test('a key whose rows stay away is told once, with the time of its last row', async () => {
  const { clock, told, see } = watch();
  see('a');
  await clock.advance(30_000);
  assert.equal(see('a'), 'known');
  await clock.advance(59_999);
  assert.deepEqual(told, []);
  await clock.advance(1);
  assert.deepEqual(told, [{ key: 'a', at: 90_000, since: 30_000, wasSeen: true }]);
  await clock.advance(10 * MINUTE);
  assert.equal(told.length, 1);
});

test('a row of a key that was told is the end of its silence, and the next silence is told again', async () => {
  const { clock, told, see } = watch();
  see('a');
  await clock.advance(5 * MINUTE);
  assert.equal(see('a'), 'back');
  await clock.advance(MINUTE);
  assert.deepEqual(
    told.map(({ at }) => at),
    [MINUTE, 6 * MINUTE],
  );
});

test('a key that nobody expects is watched from its first row on, an expected one from the start', async () => {
  const { clock, told, see } = watch({ expected: ['dev-1', 'dev-2'] });
  await clock.advance(40_000);
  assert.equal(see('dev-1'), 'new');
  see('other');
  await clock.advance(20_000);
  assert.deepEqual(told, [{ key: 'dev-2', at: MINUTE, since: 0, wasSeen: false }]);
  await clock.advance(40_000);
  assert.deepEqual(
    told.map(({ key }) => key),
    ['dev-2', 'dev-1', 'other'],
  );
});

test('after a restart nobody is told before the grace for it, and what was known is known', async () => {
  const before = watch();
  before.see('a');
  before.see('b');
  await before.clock.advance(30_000);
  before.see('b');
  const [a, b] = [before.absence.memoryOf('a'), before.absence.memoryOf('b')];
  assert.ok(a && b);
  await before.clock.advance(10 * MINUTE);
  const after = watch({ clock: before.clock, judgedFrom: 15_000 });
  after.absence.recall('a', a);
  after.absence.recall('b', b);
  await after.clock.advance(10_000);
  after.see('b');
  assert.deepEqual(after.told, []);
  await after.clock.advance(5000);
  assert.deepEqual(
    after.told.map(({ key, at }) => ({ key, at })),
    [{ key: 'a', at: 15_000 }],
  );
});

test('what was told before a restart is not told again, and a row ends it', async () => {
  const before = watch();
  before.see('a');
  await before.clock.advance(2 * MINUTE);
  const memory = before.absence.memoryOf('a');
  assert.equal(memory?.absent, true);
  const after = watch({ clock: before.clock });
  after.absence.recall('a', memory);
  await after.clock.advance(10 * MINUTE);
  assert.deepEqual(after.told, []);
  assert.equal(after.see('a'), 'back');
});

test('an expected key that never came counts from the first start of the rule, also after a restart', async () => {
  const before = watch({ expected: ['a'] });
  await before.clock.advance(50_000);
  const memory = before.absence.memoryOf('a');
  assert.ok(memory);
  const after = watch({ clock: before.clock, expected: ['a'] });
  after.absence.recall('a', memory);
  await after.clock.advance(10_000);
  assert.deepEqual(
    after.told.map(({ key, at }) => ({ key, at })),
    [{ key: 'a', at: 10_000 }],
  );
});

test('what somebody ended by hand is watched again from its next row on; an expected key goes on to be waited for', async () => {
  const { clock, told, absence, see } = watch({ expected: ['dev-1'] });
  see('a');
  await clock.advance(2 * MINUTE);
  absence.dismiss('a');
  absence.dismiss('dev-1');
  assert.equal(absence.size, 1);
  assert.equal(see('a'), 'new');
  assert.equal(see('dev-1'), 'back');
  await clock.advance(MINUTE);
  assert.equal(told.length, 4);
});

test('what is over for another reason is told again when it stays silent for as long again', async () => {
  const { clock, told, absence, see } = watch();
  see('a');
  await clock.advance(2 * MINUTE);
  absence.excuse('a', clock.now());
  await clock.advance(MINUTE);
  assert.deepEqual(
    told.map(({ at }) => at),
    [MINUTE, 3 * MINUTE],
  );
});

test('a key of which nothing came for a week is forgotten, unless it is expected', async () => {
  const { clock, absence, forgotten, see } = watch({ expected: ['dev-1'] });
  see('a');
  await clock.advance(7 * DAY);
  assert.deepEqual(forgotten, ['a']);
  assert.equal(absence.size, 1);
  assert.equal(absence.memoryOf('a'), undefined);
});

test('when there is no room for another key it is refused, and the known ones are still watched', async () => {
  const { clock, told, see } = watch({ most: 2, expected: ['dev-1'] });
  assert.deepEqual(['a', 'b', 'c', 'dev-1', 'a'].map(see), ['new', 'new', 'full', 'new', 'known']);
  await clock.advance(MINUTE);
  assert.deepEqual(told.map(({ key }) => key).toSorted(), ['a', 'b', 'dev-1']);
});

test('ten thousand keys are told each once, in the order of their last rows', async () => {
  const { clock, told, absence } = watch({ most: 10_000 });
  const start = clock.now();
  for (let n = 0; n < 10_000; n++) absence.see(`dev-${n}`, start + n);
  await clock.advance(2 * MINUTE);
  while (told.length < 10_000) await clock.advance(1);
  assert.equal(new Set(told.map(({ key }) => key)).size, 10_000);
});
