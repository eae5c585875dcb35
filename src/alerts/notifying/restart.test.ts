import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyWith, startTelling, to } from '../../../test/support/alerts/telling-scenario.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

test('after a restart nothing is told twice, and the end goes where the beginning was', async (t) => {
  const first = startTelling(t);
  const alert = first.raise('d1');
  await first.settle();
  assert.deepEqual(await first.told(), ['wecom:ops first +1 -0 =1']);

  const second = first.restart(policyWith({ notify: to('wecom:other') }));
  second.channels.add('wecom:other');
  await second.settle();
  await second.clock.advance(MINUTE);
  const elsewhere = await second.told();
  assert.deepEqual(elsewhere, ['wecom:other first +1 -0 =1'], 'who is named now knows it too');
  second.clear('d1');
  await second.settle();
  assert.deepEqual((await second.told()).toSorted(), [
    'wecom:ops resolved +0 -1 =0',
    'wecom:other resolved +0 -1 =0',
  ]);
  const end = second.channels.sent.find(
    ({ channel, message }) => channel === 'wecom:ops' && message.event === 'resolve',
  );
  assert.equal(end?.message.key, alert.id, 'under the same key');
});

test('what was open and not told before the end of the process is told after it', async (t) => {
  const first = startTelling(t);
  first.raise('d1');
  await first.told();
  first.raise('d2');
  const second = first.restart();
  await second.settle();
  assert.deepEqual(await second.told(), [], 'its window goes on');
  await second.clock.advance(30 * SECOND);
  assert.deepEqual(await second.told(), ['wecom:ops more +1 -0 =2']);
});

test('an end that nobody was told before the end of the process is told after it', async (t) => {
  const first = startTelling(t);
  first.raise('d1');
  await first.settle();
  await first.told();
  first.channels.accepting.delete('wecom:ops');
  first.clear('d1');
  // The process ends in the turn in which it was over: nothing was handed over yet.
  const second = first.restart();
  second.channels.accepting.add('wecom:ops');
  await second.settle();
  assert.deepEqual(await second.told(), ['wecom:ops resolved +0 -1 =0']);
  const third = second.restart();
  await third.settle();
  assert.deepEqual(await third.told(), []);
});

test('a message that waits over a restart counts as told, and holds what comes after it', async (t) => {
  const first = startTelling(t, policyWith({ group: { window: 0, by: [] } }));
  first.channels.accepting.delete('wecom:ops');
  first.raise('d1');
  await first.settle();
  await first.told();
  const second = first.restart();
  second.clear('d1');
  second.raise('d2');
  await second.settle();
  assert.deepEqual(await second.told(), []);
  second.channels.accepting.add('wecom:ops');
  second.channels.settle(second.channels.unfinished('wecom:ops')[0]?.delivery ?? '');
  await second.settle();
  assert.deepEqual(await second.told(), ['wecom:ops resolved +0 -1 =0', 'wecom:ops first +1 -0 =1']);
});

test('a message that was given up while the process was away was not told', async (t) => {
  const first = startTelling(t);
  first.channels.accepting.delete('wecom:ops');
  first.raise('d1');
  first.raise('d2');
  await first.settle();
  await first.told();
  first.alerts.stop();
  const [notice] = first.channels.unfinished('wecom:ops');
  first.channels.settle(notice?.delivery ?? '', { outcome: 'expired', reason: 'too late' });
  const second = first.restart();
  second.channels.accepting.add('wecom:ops');
  await second.clock.advance(30 * SECOND);
  assert.deepEqual(await second.told(), ['wecom:ops first +2 -0 =2']);
});

test('an end that was given up over a restart is told once more', async (t) => {
  const first = startTelling(t, policyWith({ group: { window: 0, by: [] } }));
  first.raise('d1');
  await first.settle();
  first.channels.accepting.delete('wecom:ops');
  first.clear('d1');
  await first.settle();
  assert.deepEqual(await first.told(), ['wecom:ops first +1 -0 =1', 'wecom:ops resolved +0 -1 =0']);
  const second = first.restart();
  await second.settle();
  const [notice] = second.channels.unfinished('wecom:ops');
  second.channels.settle(notice?.delivery ?? '', { outcome: 'rejected', reason: 'no', cause: 'config' });
  second.channels.accepting.add('wecom:ops');
  await second.clock.advance(MINUTE);
  assert.deepEqual(await second.told(), ['wecom:ops resolved +0 -1 =0 interrupted']);
});

test('a large message that was stored and not yet by each of its alerts is told once', async (t) => {
  const first = startTelling(t);
  for (let n = 0; n < 2500; n++) first.raise(`d${n}`);
  await new Promise((resolve) => queueMicrotask(() => resolve(undefined)));
  while (first.channels.sent.length === 0) await new Promise((resolve) => setImmediate(resolve));
  first.store.commit();
  const count = () => Number(first.store.prepare('SELECT COUNT(*) AS n FROM alert_tellings').get()?.n);
  assert.ok(count() < 2500, 'the rest follows in slices');
  assert.deepEqual(first.toldSoFar(), ['wecom:ops first +2500 -0 =2500']);

  const second = first.restart();
  await second.settle();
  await second.clock.advance(MINUTE);
  await second.settle();
  assert.deepEqual(await second.told(), []);
  assert.equal(count(), 2500);
  for (let n = 0; n < 2500; n++) second.clear(`d${n}`);
  await second.settle();
  assert.deepEqual(await second.told(), ['wecom:ops resolved +0 -2500 =0']);
});

test('members of a message that was never handed over are forgotten, and told', async (t) => {
  const first = startTelling(t);
  for (let n = 0; n < 300; n++) first.raise(`d${n}`);
  first.store.commit();
  first.store
    .prepare('INSERT INTO notification_members (notification, n, event, alerts) VALUES (?, ?, ?, ?)')
    .run('never', 0, 'trigger', '["x"]');
  const second = first.restart();
  await second.settle();
  assert.deepEqual(await second.told(), ['wecom:ops first +300 -0 =300']);
  const orphans = second.store
    .prepare(`SELECT COUNT(*) AS n FROM notification_members WHERE notification = 'never'`)
    .get();
  assert.equal(orphans?.n, 0);
});

test('a message that arrives while it is still read what people know counts as told', async (t) => {
  const first = startTelling(t);
  first.channels.accepting.delete('wecom:ops');
  for (let n = 0; n < 3000; n++) first.raise(`d${n}`);
  assert.equal((await first.told()).length, 1);
  const second = first.restart();
  for (const { delivery } of second.channels.unfinished('wecom:ops')) second.channels.settle(delivery);
  second.channels.accepting.add('wecom:ops');
  await second.clock.advance(1000);
  for (let n = 0; n < 3000; n++) second.clear(`d${n}`);
  await second.clock.advance(1000);
  assert.deepEqual(await second.told(), ['wecom:ops resolved +0 -3000 =0']);
});
