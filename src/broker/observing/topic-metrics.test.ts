import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { startTestBroker } from '../../../test/support/test-broker.ts';
import { type CountedTopic, MOST_COUNTED_TOPICS, TOPIC_COUNTERS, TopicMetrics } from './topic-metrics.ts';

/** The figures that are not 0. */
function figuresOf(counted: CountedTopic | undefined, values = counted?.counts): Record<string, number> {
  const named = TOPIC_COUNTERS.map((name, index) => [name, values?.[index] ?? 0] as const);
  return Object.fromEntries(named.filter(([, value]) => value !== 0));
}

test('messages of a topic are counted on their way in and out by their QoS, and of other topics none', async () => {
  const { broker, join } = startTestBroker();
  const { topicMetrics } = broker;
  const publisher = await join('publisher');
  const first = await join('first');
  await first.subscribe('plant/+', { qos: 0 });
  const second = await join('second');
  await second.subscribe('plant/temp', { qos: 2 });
  await publisher.publish('plant/temp', 'before', 1);
  const counted = topicMetrics.count('plant/temp');
  await publisher.publish('plant/temp', 'a', 1);
  await publisher.publish('plant/temp', 'b', 0);
  await publisher.publish('plant/other', 'c', 0);
  assert.deepEqual(figuresOf(counted), {
    'messages.in': 2,
    'messages.qos0.in': 1,
    'messages.qos1.in': 1,
    'messages.out': 4,
    'messages.qos0.out': 3,
    'messages.qos1.out': 1,
  });
});

test('what finds no receiver is dropped, and a delayed message counts when its time has come', async () => {
  const { broker, clock, join } = startTestBroker();
  const counted = broker.topicMetrics.count('plant/temp');
  const publisher = await join('publisher');
  await publisher.publish('plant/temp', 'a', 1);
  await publisher.publish('$delayed/5/plant/temp', 'later', 0);
  assert.deepEqual(figuresOf(counted), { 'messages.in': 1, 'messages.dropped': 1, 'messages.qos1.in': 1 });
  await clock.advance(6000);
  assert.equal(figuresOf(counted)['messages.in'], 2);
});

test('a rate is a mean over five seconds, and both begin from 0 when they are set back', async () => {
  const clock = new FakeClock();
  const metrics = new TopicMetrics(clock, ['a']);
  const counted = metrics.get('a');
  for (let i = 0; i < 100; i++) metrics.came({ destination: { name: 'a' }, qos: 2 } as never);
  await clock.advance(1000);
  assert.deepEqual(figuresOf(counted, counted?.rates), { 'messages.in': 20, 'messages.qos2.in': 20 });
  await clock.advance(1000);
  assert.equal(figuresOf(counted, counted?.rates)['messages.in'], 16);
  assert.equal(metrics.reset('a'), true);
  assert.deepEqual(
    [figuresOf(counted), figuresOf(counted, counted?.rates), counted?.resetAt],
    [{}, {}, clock.now()],
  );
  await clock.advance(1000);
  assert.deepEqual(figuresOf(counted, counted?.rates), {}, 'what was counted before is no rate now');
  assert.equal(metrics.reset('b'), false);
});

test('it is on while there is a topic, and a bound holds', async () => {
  const clock = new FakeClock();
  const metrics = new TopicMetrics(clock, []);
  assert.equal(metrics.isOn, false);
  for (let i = 0; i < MOST_COUNTED_TOPICS; i++) assert.notEqual(metrics.count(`t/${i}`), undefined);
  assert.equal(metrics.count('one/more'), undefined);
  assert.equal(metrics.count('t/7'), metrics.get('t/7'), 'one that is counted already is found');
  assert.equal(metrics.isOn, true);
  for (const { topic } of metrics.list()) metrics.forget(topic);
  assert.deepEqual([metrics.isOn, metrics.forget('t/7'), clock.pending], [false, false, 0]);
});
