import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { recordsOf } from './record-group.ts';
import { RecordQueue } from './record-queue.ts';
import { GAP, type RecordedEvent } from './recorded-event.ts';

function newQueue() {
  const clock = new FakeClock();
  const groups: RecordedEvent[][] = [];
  const answers: Array<{ resolve(): void; reject(error: Error): void }> = [];
  const queue = new RecordQueue({
    clock,
    send: (group) => {
      groups.push(recordsOf(group));
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    },
  });
  const add = (clientId = 'a', columns = '{}') =>
    queue.add({ at: clock.now(), event: 'x', clientId, username: undefined, columns, isPassing: false });
  const stored = async () => {
    for (const answer of answers.splice(0)) answer.resolve();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { clock, queue, groups, answers, add, stored };
}

test('records leave together, after 50 ms or as soon as there are 256', async () => {
  const { clock, queue, groups, add } = newQueue();
  queue.open(undefined);
  add();
  add();
  await clock.advance(49);
  assert.equal(groups.length, 0);
  await clock.advance(1);
  assert.deepEqual(
    groups.map(({ length }) => length),
    [2],
  );
  for (let number = 0; number < 300; number++) add();
  assert.deepEqual(
    groups.map(({ length }) => length),
    [2, 256],
  );
});

test('what happens before the file is open waits, and its ids come after those that are stored', () => {
  const { clock, queue, groups, add } = newQueue();
  add();
  queue.leave();
  assert.equal(groups.length, 0);
  queue.open({ at: clock.now(), n: 41 });
  const [first] = groups[0] ?? [];
  assert.deepEqual([first?.at, first?.n], [clock.now(), 42]);
});

test('what there is no room for is counted, and a record in its place says how many it was', async () => {
  const { queue, groups, add, stored } = newQueue();
  queue.open(undefined);
  for (let number = 0; number < 100_007; number++) add();
  assert.equal(queue.lost.overload, 7);
  await stored();
  add('later');
  queue.leave();
  const last = groups.at(-1)?.map(({ event, clientId }) => [event, clientId]);
  assert.deepEqual(last?.slice(-2), [
    [GAP, undefined],
    ['x', 'later'],
  ]);
  const gap = groups.at(-1)?.at(-2);
  assert.deepEqual(JSON.parse(gap?.columns ?? '').count, 7);
});

test('a record comes out of its group as it went in, whatever letters it has', () => {
  const { clock, queue, groups } = newQueue();
  queue.open(undefined);
  const texts = ['', 'a', '设备', '\u{1f514}'.repeat(70_000), 'é'];
  for (const text of texts) {
    const about = { clientId: text || undefined, username: text, columns: JSON.stringify(text) };
    queue.add({ at: clock.now(), event: `kind ${text.length}`, ...about, isPassing: false });
  }
  queue.leave();
  assert.deepEqual(
    groups[0]?.map(({ event, clientId, username, columns }) => [event, clientId, username, columns]),
    texts.map((text) => [`kind ${text.length}`, text || undefined, text, JSON.stringify(text)]),
  );
});

test('bytes that wait are bounded as well, and given free when they are stored', async () => {
  const { queue, add, stored } = newQueue();
  queue.open(undefined);
  const large = `"${'x'.repeat(33 * 1024 * 1024)}"`;
  for (let number = 0; number < 2; number++) add('a', large);
  assert.equal(queue.lost.overload, 1);
  queue.leave();
  await stored();
  add('a', large);
  assert.equal(queue.lost.overload, 1);
});

test('a group that could not be stored is counted as lost', async () => {
  const { queue, answers, add } = newQueue();
  queue.open(undefined);
  add();
  queue.leave();
  for (const answer of answers) answer.reject(new Error('the disk is full'));
  await queue.settled();
  assert.deepEqual(queue.lost, { overload: 0, rate: 0, storage: 1 });
});

test('a gap whose record could not be stored is told by the next one, with all that it told', async () => {
  const { queue, groups, answers, add } = newQueue();
  queue.open(undefined);
  for (const count of [3, 2]) {
    for (let number = 0; number < count; number++) add();
    queue.leave();
    answers.at(-1)?.reject(new Error('the disk is full'));
    await queue.settled();
  }
  add();
  queue.leave();
  const gap = groups.at(-1)?.find(({ event }) => event === GAP);
  assert.deepEqual(JSON.parse(gap?.columns ?? '{}').count, 5);
  assert.deepEqual(queue.lost, { overload: 0, rate: 0, storage: 5 });
});
