import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { aClient } from '../../test/support/rule-scenario.ts';
import type { BrokerEvent } from '../broker/door.ts';
import { HeardEvents } from './heard-events.ts';

test('a thousand events of one turn become text over several turns, in their order', async () => {
  let now = 0;
  const written: number[] = [];
  const heard = new HeardEvents(
    (event) => {
      written.push(event.at);
      now += 1;
    },
    () => now,
  );
  for (let at = 0; at < 1000; at++) heard.add(aConnect(at), false);
  assert.deepEqual(written, []);
  await nextTurn();
  assert.deepEqual(written, [0, 1, 2, 3, 4]);
  heard.add(aConnect(1000), false);
  await heard.written();
  assert.deepEqual(
    written,
    Array.from({ length: 1001 }, (_, at) => at),
  );
  assert.equal(heard.length, 0);
});

function aConnect(at: number): BrokerEvent {
  return { name: 'client.connected', at, client: aClient } as BrokerEvent;
}
