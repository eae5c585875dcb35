// A broker alone, in your own program: who may come in, what they may do, and what you hear of it.
import assert from 'node:assert/strict';
import mqtt from 'mqtt';
import { createBroker } from 'tocsin';

const seen: string[] = [];

await using broker = await createBroker({
  // port: 1883, and host: '0.0.0.0', for clients from elsewhere; without them a free port of this machine.
  authenticate: ({ username, password }) => username === 'meter-7' && password?.toString() === 'a-good-one',
  authorize: ({ action, topic, client }) =>
    action === 'subscribe' || topic.startsWith(`meters/${client.username}/`),
  hooks: {
    'client.connected': ({ client }) => void seen.push(`${client.clientId} is here`),
    'client.disconnected': ({ client, reason }) => void seen.push(`${client.clientId} is gone: ${reason}`),
  },
});

broker.subscribe('meters/#', ({ topic, payload }) => void seen.push(`${topic}: ${payload}`));

const client = await mqtt.connectAsync(broker.url, {
  clientId: 'm7',
  username: 'meter-7',
  password: 'a-good-one',
  protocolVersion: 5,
});
await client.publishAsync('meters/meter-7/power', '21', { qos: 1 });
// MQTT 5 says no by a reason code, and the message goes nowhere.
await assert.rejects(client.publishAsync('meters/meter-8/power', '99', { qos: 1 }), /not authorized/i);
await client.endAsync();

await assert.rejects(
  mqtt.connectAsync(broker.url, { username: 'meter-7', password: 'guessed', reconnectPeriod: 0 }),
);

assert.deepEqual(seen, ['m7 is here', 'meters/meter-7/power: 21', 'm7 is gone: normal']);
