import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, endOfTurn, publish, startTestBroker } from '../../../../test/support/test-broker.ts';
import { encodePacket } from '../../../mqtt/codec.ts';
import { ReasonCode } from '../../../mqtt/reason-codes.ts';

const CALM = { loopDelay: 5, memory: 0.2 };
const LATE = { loopDelay: 250, memory: 0.2 };
const FULL = { loopDelay: 5, memory: 0.9 };

/** A broker that is told twice a second how it is. */
function startLoaded() {
  const scenario = startTestBroker();
  const { overload, alarms } = scenario.broker;
  let now = 0;
  return {
    ...scenario,
    overload,
    /** Tells the same for some seconds; the steps that it goes through. */
    feel(load: typeof CALM, seconds: number): string[] {
      const steps = [overload.step as string];
      for (let look = 0; look < seconds * 2; look++) {
        now += 500;
        overload.look(load, now);
        if (overload.step !== steps.at(-1)) steps.push(overload.step);
      }
      return steps;
    },
    alarms: () => alarms.active().map(({ name }) => name),
  };
}

test('it goes up step by step, and back later than it went up', () => {
  const { feel, alarms } = startLoaded();
  assert.deepEqual(feel(CALM, 10), ['normal']);
  assert.deepEqual(feel(LATE, 1), ['normal'], 'one long turn is no overload');
  assert.deepEqual(feel(LATE, 0.5), ['normal', 'refuse_connections']);
  assert.deepEqual(feel(LATE, 0.5), ['refuse_connections']);
  assert.deepEqual(feel(LATE, 1), ['refuse_connections', 'pause_publishers']);
  assert.deepEqual(alarms(), ['overload/refuse_connections', 'overload/pause_publishers']);
  assert.deepEqual(feel(CALM, 2), ['pause_publishers']);
  assert.deepEqual(feel(CALM, 1), ['pause_publishers', 'refuse_connections']);
  assert.deepEqual(alarms(), ['overload/refuse_connections']);
  assert.deepEqual(feel(CALM, 1), ['refuse_connections']);
  assert.deepEqual(feel(CALM, 0.5), ['refuse_connections', 'normal']);
  assert.deepEqual(alarms(), []);
});

test('between the bounds nothing changes', () => {
  const { feel } = startLoaded();
  feel(LATE, 1.5);
  assert.deepEqual(feel({ loopDelay: 150, memory: 0.2 }, 60), ['refuse_connections']);
});

test('scarce memory is an overload of its own, with the alarm that EMQX has for it', () => {
  const { broker, feel, alarms } = startLoaded();
  assert.deepEqual(feel(FULL, 1.5), ['normal', 'refuse_connections']);
  assert.deepEqual(alarms(), ['high_process_memory_usage', 'overload/refuse_connections']);
  const [alarm] = broker.alarms.active();
  assert.deepEqual(alarm?.details, { usage: '90.0%', high_watermark: '85.0%' });
  feel({ loopDelay: 5, memory: 0.83 }, 10);
  assert.deepEqual(alarms(), ['high_process_memory_usage', 'overload/refuse_connections']);
  feel(CALM, 10);
  assert.deepEqual(alarms(), []);
});

test('while there is overload a CONNECT waits and is told that the server is busy', async () => {
  const { broker, dial, feel, join, record } = startLoaded();
  const inside = await join('inside');
  const events = record('client.connack');
  feel(LATE, 1.5);
  const newcomer = dial();
  await newcomer.send(connect('newcomer'));
  assert.deepEqual(newcomer.packets, [], 'it waits');
  feel(LATE, 0.5);
  await endOfTurn();
  assert.equal(newcomer.take('connack').reasonCode, ReasonCode.ServerBusy);
  assert.equal(newcomer.closed, 'end');
  assert.equal(events[0]?.reasonCode, ReasonCode.ServerBusy);
  assert.equal(broker.metrics['overload_protection.new_conn'], 1);
  await inside.ask({ type: 'pingreq' }, 'pingresp');
});

test('a CONNECT that waited is let in when the overload is over', async () => {
  const { broker, dial, feel } = startLoaded();
  feel(LATE, 1.5);
  assert.deepEqual(feel(CALM, 2), ['refuse_connections']);
  const patient = dial();
  await patient.send(connect('patient'));
  assert.deepEqual(patient.packets, []);
  assert.deepEqual(feel(CALM, 0.5), ['refuse_connections', 'normal']);
  await endOfTurn();
  assert.equal(patient.take('connack').reasonCode, ReasonCode.Success);
  assert.equal(broker.metrics['overload_protection.delay.ok'], 1);
});

test('the loudest publishers are paused, the others are not, and nothing is lost', async () => {
  const { broker, feel, join } = startLoaded();
  const subscriber = await join('subscriber');
  await subscriber.subscribe('#');
  const loud = await join('loud');
  const louder = await join('louder');
  const quiet = await join('quiet');
  feel(LATE, 2);
  await loud.publish('t', 'x'.repeat(50_000));
  await louder.publish('t', 'x'.repeat(200_000));
  await quiet.publish('t', 'x');
  feel(LATE, 0.5);
  assert.deepEqual([loud.paused, louder.paused, quiet.paused], [false, true, false]);
  assert.equal(broker.metrics['reading.paused.overload'], 1);
  subscriber.takeMessages();
  louder.sendBytes(encodePacket(publish('t', 'held'), 5));
  await endOfTurn();
  assert.deepEqual(subscriber.takeMessages(), []);
  feel(LATE, 0.5);
  await loud.publish('t', 'y'.repeat(50_000));
  feel(LATE, 0.5);
  assert.equal(loud.paused, true, 'the loudest of those that are left');
  feel(CALM, 20);
  await endOfTurn();
  assert.deepEqual([loud.paused, louder.paused], [false, false]);
  assert.ok(subscriber.takeMessages().includes('t=held'));
});

test('the memory is short from its mark on until it is far below', () => {
  const { overload, feel } = startLoaded();
  assert.deepEqual([overload.isTight(0.84), overload.isTight(0.85)], [false, true]);
  feel(FULL, 0.5);
  assert.deepEqual([overload.isTight(0.82), overload.isTight(0.8)], [true, false]);
  feel(CALM, 0.5);
  assert.equal(overload.isTight(0.82), false);
});
