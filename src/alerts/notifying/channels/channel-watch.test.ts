import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  policyWith,
  startTelling,
  type TellingScenario,
  to,
} from '../../../../test/support/alerts/telling-scenario.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

test('a channel that keeps refusing is told on others, with its last answer, and so is that it works again', async (t) => {
  const { raise, told, clock, channels, settle, alerts } = startTelling(t);
  channels.add('email:backup');
  alerts.settings.put({ ...alerts.settings.get(), notify: ['wecom:ops', 'email:backup'] });
  channels.accepting.delete('wecom:ops');
  raise('d1');
  for (let n = 0; n < 3; n++) {
    await settle();
    const [notice] = channels.unfinished('wecom:ops');
    channels.settle(notice?.delivery ?? '', {
      outcome: 'rejected',
      reason: 'errcode 93000',
      cause: 'config',
    });
    await clock.advance(n < 2 ? 2 * MINUTE : 0);
  }
  await settle();
  const about = (await told()).filter((one) => one.startsWith('email'));
  assert.deepEqual(about, ['email:backup first +1 -0 =1']);
  const message = channels.sent.find(({ channel }) => channel === 'email:backup')?.message;
  assert.equal(message?.title, '[Critical] Alerts do not reach wecom:ops');
  assert.match(JSON.stringify(message), /errcode 93000/);

  channels.accepting.add('wecom:ops');
  await clock.advance(5 * MINUTE);
  await settle();
  assert.deepEqual((await told()).toSorted(), [
    'email:backup resolved +0 -1 =0',
    'wecom:ops first +1 -0 =1 interrupted',
  ]);
});

test('a channel that does not answer for minutes is told on the preview inbox when there is no other', async (t) => {
  const { raise, told, clock, channels, settle } = startTelling(t);
  channels.accepting.delete('wecom:ops');
  raise('d1');
  await clock.advance(4 * MINUTE);
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1']);
  await clock.advance(2 * MINUTE);
  await settle();
  assert.deepEqual(await told(), ['preview:inbox first +1 -0 =1']);
  channels.settle(channels.unfinished('wecom:ops')[0]?.delivery ?? '');
  await settle();
  assert.deepEqual(await told(), ['preview:inbox resolved +0 -1 =0']);
});

test('all channels fail: nothing goes round in circles', async (t) => {
  const { raise, told, clock, channels, settle, alerts } = startTelling(
    t,
    policyWith({ notify: to('wecom:ops', 'email:b') }),
  );
  channels.add('email:b');
  for (const id of ['wecom:ops', 'email:b']) channels.accepting.delete(id);
  raise('d1');
  await clock.advance(10 * MINUTE);
  await settle();
  const messages = await told();
  assert.deepEqual(messages.filter((one) => one.startsWith('preview')).length, 1, messages.join('; '));
  await clock.advance(60 * MINUTE);
  await settle();
  assert.deepEqual(await told(), []);
  assert.equal([...alerts.book.unresolved()].length, 3);
});

test('what waits for a limit is no failure', async (t) => {
  const { raise, told, clock, channels } = startTelling(t);
  channels.accepting.delete('wecom:ops');
  channels.rooms.set('wecom:ops', 0);
  raise('d1');
  await clock.advance(20 * MINUTE);
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1']);
});

test('that a channel fails is over after a restart too, when it takes messages again', async (t) => {
  const first = startTelling(t);
  first.channels.accepting.delete('wecom:ops');
  first.raise('d1');
  await first.clock.advance(6 * MINUTE);
  await first.settle();
  assert.deepEqual(await first.told(), ['wecom:ops first +1 -0 =1', 'preview:inbox first +1 -0 =1']);
  const second = first.restart();
  await second.settle();
  second.channels.settle(second.channels.unfinished('wecom:ops')[0]?.delivery ?? '');
  await second.settle();
  assert.deepEqual(await second.told(), ['preview:inbox resolved +0 -1 =0']);
});

/** Three times in a row. */
async function refuseAll(story: TellingScenario): Promise<void> {
  const { raise, clock, channels, settle, told } = story;
  channels.accepting.delete('wecom:ops');
  raise('d1');
  for (let n = 0; n < 3; n++) {
    await settle();
    refuse(story);
    await clock.advance(n < 2 ? 2 * MINUTE : 0);
  }
  await settle();
  assert.deepEqual((await told()).at(-1), 'preview:inbox first +1 -0 =1');
}

function refuse({ channels }: TellingScenario): void {
  const outcome = { outcome: 'rejected', reason: 'errcode 93000', cause: 'config' } as const;
  for (const { delivery } of channels.unfinished('wecom:ops')) channels.settle(delivery, outcome);
}

test('that a channel refuses is not over by a restart, only when it takes a message', async (t) => {
  const first = startTelling(t);
  await refuseAll(first);
  const { told, channels, clock, settle } = first.restart();
  channels.events.emit('changed', 'wecom:ops');
  await settle();
  assert.deepEqual(await told(), ['wecom:ops first +1 -0 =1 interrupted']);
  refuse(first);
  await settle();
  assert.deepEqual(await told(), []);
  channels.accepting.add('wecom:ops');
  await clock.advance(6 * MINUTE);
  await settle();
  assert.deepEqual((await told()).toSorted(), [
    'preview:inbox resolved +0 -1 =0',
    'wecom:ops first +1 -0 =1 interrupted',
  ]);
});

test('that a channel refused is over after a restart when there is nothing left to say there', async (t) => {
  const first = startTelling(t);
  await refuseAll(first);
  first.clear('d1');
  const { told, channels, clock, settle } = first.restart();
  channels.accepting.add('wecom:ops');
  channels.events.emit('changed', 'wecom:ops');
  await clock.advance(6 * MINUTE);
  await settle();
  assert.ok((await told()).includes('preview:inbox resolved +0 -1 =0'));
});

test('an alert about a channel ends with the channel', async (t) => {
  const { raise, clear, told, clock, channels, settle } = startTelling(t);
  channels.accepting.delete('wecom:ops');
  raise('d1');
  await clock.advance(6 * MINUTE);
  await settle();
  clear('d1');
  channels.remove('wecom:ops');
  await settle();
  assert.deepEqual(await told(), [
    'wecom:ops first +1 -0 =1',
    'preview:inbox first +1 -0 =1',
    'preview:inbox resolved +0 -1 =0',
  ]);
});

test('alerts that a channel knew of go on when it is gone', async (t) => {
  const { raise, clear, told, channels, settle, alerts } = startTelling(t);
  raise('d1');
  raise('d2');
  await settle();
  channels.remove('wecom:ops');
  await settle();
  clear('d1');
  await settle();
  assert.deepEqual(await told(), ['wecom:ops first +2 -0 =2']);
  assert.equal([...alerts.book.unresolved()].length, 1, 'nothing has still to be said there');
});

test('what was over before a refused message could be repeated is counted, and the channel is well again', async (t) => {
  const { raise, clear, told, clock, channels, alerts } = startTelling(t);
  channels.accepting.delete('wecom:ops');
  raise('d1');
  await told();
  const [notice] = channels.unfinished('wecom:ops');
  channels.settle(notice?.delivery ?? '', { outcome: 'rejected', reason: 'no', cause: 'config' });
  clear('d1');
  channels.accepting.add('wecom:ops');
  await clock.advance(MINUTE);
  assert.deepEqual(await told(), ['wecom:ops resolved +0 -1 =0 interrupted']);
  await clock.advance(10 * MINUTE);
  assert.deepEqual(await told(), []);
  assert.equal([...alerts.book.unresolved()].length, 0);
});
