// With a data directory, what was acknowledged is there when the program starts again.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt from 'mqtt';
import { createTocsin } from 'tocsin';

const dataDirectory = mkdtempSync(join(tmpdir(), 'tocsin-example-'));

{
  await using tocsin = await createTocsin({ dataDirectory, settings: { mqtt: { max_mqueue_len: 5000 } } });
  await tocsin.api.post('/rules', { id: 'all', sql: 'SELECT * FROM "#"', actions: [] });
  const client = await mqtt.connectAsync(tocsin.url);
  await client.publishAsync('state/1', 'on', { qos: 1, retain: true });
  await client.endAsync();
}
{
  await using tocsin = await createTocsin({ dataDirectory });
  const { data } = await tocsin.api.get<{ data: { id: string }[] }>('/rules');
  assert.deepEqual(
    data.map(({ id }) => id),
    ['all'],
  );
  const client = await mqtt.connectAsync(tocsin.url);
  const arrived = new Promise((resolve) =>
    client.on('message', (_topic, payload) => resolve(String(payload))),
  );
  await client.subscribeAsync('state/+');
  assert.equal(await arrived, 'on');
  await client.endAsync();
}
rmSync(dataDirectory, { recursive: true });
