// A place outside that Tocsin does not know. What is sent there waits on disk and is tried again, like everything else.
import assert from 'node:assert/strict';
import { createTocsin, defineConnector } from 'tocsin';

const lamps: string[] = [];
let isAwake = false;

const lamp = defineConnector({
  type: 'lamp',
  settings: {
    room: { type: 'string', description: 'Where the lamp stands.' },
    brightness: { type: 'number', default: 100 },
    // Its name says that it is a secret: it is stored encrypted and never shown.
    token: { type: 'string', default: '' },
  },
  open({ room, brightness }) {
    return {
      send({ value }) {
        const { colour } = value as { colour: string };
        if (colour === 'ultraviolet') return { rejected: 'lamps have no such colour' };
        if (!isAwake) return { unavailable: 'the lamp sleeps', retryAfter: 50 };
        lamps.push(`${room}: ${colour} at ${brightness}%`);
      },
      probe() {
        // Throw here, and the dashboard shows the connector as disconnected.
      },
    };
  },
});

await using tocsin = await createTocsin({ connectors: [lamp] });
await tocsin.api.post('/connectors', { type: 'lamp', name: 'hall', room: 'the hall', token: 's3cret' });
await tocsin.api.post('/actions', {
  type: 'lamp',
  name: 'show',
  connector: 'hall',
  parameters: { body: '{"colour": "${colour}"}' },
});
await tocsin.api.post('/rules', {
  id: 'show',
  sql: `SELECT CASE WHEN payload.ok THEN 'green' ELSE 'red' END AS colour FROM "machines/+"`,
  actions: ['lamp:show'],
});

tocsin.publish({ topic: 'machines/1', payload: '{"ok": false}', qos: 1 });
setTimeout(() => {
  isAwake = true;
}, 100);

/** What became of the only delivery. */
async function status(): Promise<string | undefined> {
  const { data } = await tocsin.api.get<{ data: { status: string }[] }>('/deliveries');
  return data[0]?.status;
}
while ((await status()) !== 'delivered') await new Promise((resolve) => setTimeout(resolve, 20));

assert.deepEqual(lamps, ['the hall: red at 100%']);
