import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyWith, startTelling, to } from '../../../test/support/alerts/telling-scenario.ts';

const SECOND = 1000;
const delivered = { outcome: 'delivered', reason: undefined } as const;

test('it is told how long after an event a channel took the first word of it, and of nothing else', async (t) => {
  const { alerts, raise, clear, settle, channels, clock } = startTelling(t);
  const waits: number[] = [];
  alerts.onFirstWord((milliseconds) => waits.push(milliseconds));
  channels.accepting.clear();
  raise('d1', { at: clock.now() - 40 });
  await settle();
  await clock.advance(260);
  channels.settle(channels.sent[0]?.delivery ?? '', delivered);
  assert.deepEqual(waits, [300], 'from the event, not from when a rule got to it');

  raise('d2');
  clear('d1');
  await clock.advance(60 * SECOND);
  await settle();
  for (const { delivery } of channels.sent.slice(1)) channels.settle(delivery, delivered);
  assert.ok(channels.sent.length > 1);
  assert.deepEqual(waits, [300], 'what follows waits for its window, which is wanted');
});

test('a grace period is not counted, for it was asked for; what was refused is not either', async (t) => {
  const { alerts, raise, settle, channels, clock } = startTelling(t, policyWith({ grace: 60 * SECOND }));
  const waits: number[] = [];
  alerts.onFirstWord((milliseconds) => waits.push(milliseconds));
  channels.accepting.clear();
  raise('d1');
  await clock.advance(60 * SECOND);
  await settle();
  const from = clock.now();
  await clock.advance(3 * SECOND);
  const [first] = channels.sent;
  channels.settle(first?.delivery ?? '', delivered);
  const [wait = 0] = waits;
  assert.ok(wait >= 3 * SECOND && wait <= clock.now() - from + 2 * SECOND, `${wait} ms`);

  raise('d2');
  await clock.advance(90 * SECOND);
  await settle();
  const [, second] = channels.sent;
  channels.settle(second?.delivery ?? '', { outcome: 'rejected', reason: 'no such bot' });
  assert.equal(waits.length, 1);
});

test('the preview inbox takes everything at once, and says nothing about chats', async (t) => {
  const { alerts, raise, settle, channels } = startTelling(t, policyWith({ notify: to('preview:inbox') }));
  channels.add('preview:inbox');
  const waits: number[] = [];
  alerts.onFirstWord((milliseconds) => waits.push(milliseconds));
  raise('d1');
  await settle();
  assert.equal(channels.sent.length, 1);
  channels.settle(channels.sent[0]?.delivery ?? '', delivered);
  assert.deepEqual(waits, []);
});
