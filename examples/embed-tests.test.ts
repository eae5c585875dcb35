// Tocsin in a test suite: a whole one for each test, on a port of its own, and nothing left of it afterwards.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import mqtt from 'mqtt';
import { createTocsin, defineConnector } from 'tocsin';

/** What a rule has sent, to be waited for. */
function recorder() {
  const sent: unknown[] = [];
  let tell = (): void => {};
  const connector = defineConnector({
    type: 'recorder',
    open: () => ({
      send({ value }) {
        sent.push(value);
        tell();
      },
    }),
  });
  const first = async (): Promise<unknown> => {
    if (sent.length === 0) await new Promise<void>((resolve) => (tell = resolve));
    return sent[0];
  };
  return { connector, first };
}

test('a room that is too warm is told', async () => {
  const { connector, first } = recorder();
  await using tocsin = await createTocsin({ connectors: [connector] });
  await tocsin.api.post('/connectors', { type: 'recorder', name: 'here' });
  await tocsin.api.post('/actions', { type: 'recorder', name: 'tell', connector: 'here', parameters: {} });
  await tocsin.api.post('/rules', {
    id: 'warm',
    sql: 'SELECT topic, payload.t AS t FROM "rooms/+" WHERE payload.t > 30',
    actions: ['recorder:tell'],
  });

  const client = await mqtt.connectAsync(tocsin.url);
  await client.publishAsync('rooms/1', '{"t": 21}', { qos: 1 });
  await client.publishAsync('rooms/2', '{"t": 31}', { qos: 1 });
  await client.endAsync();

  assert.deepEqual(await first(), { topic: 'rooms/2', t: 31 });
});

test('a rule that is wrong is refused with its place', async () => {
  await using tocsin = await createTocsin();
  await assert.rejects(tocsin.api.post('/rules', { id: 'r', sql: 'SELECT tpic FROM' }), {
    name: 'ApiCallError',
    status: 400,
  });
});
