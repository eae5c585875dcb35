import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { aClient, aMessage, FakeBroker } from '../../test/support/rule-scenario.ts';
import type { Broker, BrokerEvent } from '../broker/door.ts';
import { EventTaps } from './event-taps.ts';
import { type JournaledKind, USUAL_KINDS } from './journaled-kinds.ts';

function tap(kinds: readonly JournaledKind[] = USUAL_KINDS) {
  const clock = new FakeClock();
  const broker = new FakeBroker(clock);
  const heard: BrokerEvent[] = [];
  const missed: number[] = [];
  const taps = new EventTaps({
    broker: broker as unknown as Broker,
    clock,
    kinds,
    filters: [],
    ruleMessages: 0,
    hear: (event) => heard.push(event),
    miss: (count) => missed.push(count),
  });
  const drop = (count: number, message = aMessage()) => {
    for (let number = 0; number < count; number++) {
      broker.metrics['messages.dropped']++;
      const port = broker.events['message.dropped'];
      if (!port.wanted) continue;
      port.emit({ name: 'message.dropped', at: clock.now(), message, reason: 'no_subscribers' });
    }
  };
  return { clock, broker, heard, missed, taps, drop };
}

test('a flood of dropped messages is heard up to a rate, then nobody listens for a moment and all are counted', async () => {
  const { clock, broker, heard, missed, drop } = tap();
  drop(30_000);
  assert.equal(broker.events['message.dropped'].wanted, false);
  assert.equal(heard.length, 25_000);
  await clock.advance(100);
  assert.equal(broker.events['message.dropped'].wanted, true);
  assert.equal(
    missed.reduce((sum, count) => sum + count, 0),
    5000,
  );
  drop(1);
  assert.equal(heard.length, 25_001);
});

test('large payloads count as more events, so that a flood of them does not fill the memory', () => {
  const { heard, drop } = tap();
  drop(10_000, aMessage({ payload: Buffer.alloc(16 * 1024) }));
  // 25,000 events' worth, of which each takes 66.
  assert.equal(heard.length, 379);
});

test('who comes and goes is heard during a flood as well', () => {
  const { broker, heard, drop } = tap();
  drop(30_000);
  broker.disconnect('kicked');
  assert.equal(heard.at(-1)?.name, 'client.disconnected');
});

test('of the checks of rights those that deny are heard, and the others are free', () => {
  const { broker, heard } = tap();
  const port = broker.events['client.check_authz_complete'];
  assert.deepEqual([port.wanted, port.denialsWanted], [false, true]);
  for (const result of ['allow', 'deny'] as const) {
    const check = { topic: 't', action: 'publish', source: 'file', result } as const;
    port.emit({ name: 'client.check_authz_complete', at: 0, client: aClient, ...check });
  }
  assert.equal(heard.length, 1);
});

test('after its end nothing is listened to any more', () => {
  const { broker, taps, drop } = tap();
  drop(30_000);
  taps.close();
  const wanted = Object.values(broker.events).filter((port) => port.wanted);
  assert.equal(wanted.length, 0);
  assert.equal(broker.events['client.check_authz_complete'].denialsWanted, false);
});
