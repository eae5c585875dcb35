import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApi } from '../../../test/support/api-scenario.ts';
import { TopicActivity, TopicLevels } from '../contract.ts';

const from = { clientId: 'd1', username: 'u1', peerHost: undefined, peerName: undefined, attributes: {} };

test('topics in use are told level by level and as a list, with the payload seen last', async (t) => {
  const api = await startApi(t);
  const { broker } = api;
  broker.publish({ topic: 'plant/1/state', payload: Buffer.from('on'), qos: 1, retain: true, from });
  const get = async (path: string) => (await api.send(`GET ${path}`)).body;
  TopicLevels.parse(await get('/topic_levels'));
  const payload = Buffer.from([0xff, 0x00]);
  broker.publish({ topic: 'plant/1/temp', payload, qos: 0, retain: false, from });
  await api.clock.advance(2500);

  const { data: roots } = TopicLevels.parse(await get('/topic_levels'));
  assert.deepEqual(
    roots.map(({ name, topic, children, topics }) => ({ name, topic, children, topics })),
    [{ name: 'plant', topic: 'plant', children: 1, topics: 2 }],
  );
  const { data, meta } = TopicLevels.parse(await get('/topic_levels?below=plant/1/'));
  assert.deepEqual(
    data.map(({ topic, retained, messages, last }) => [topic, retained, messages, last?.payload]),
    [
      ['plant/1/state', true, 0, undefined],
      ['plant/1/temp', false, 1, '/wA='],
    ],
  );
  assert.equal(meta.count, 2);
  const found = TopicActivity.parse(await get('/topic_activity?q=is:published%20plant/%23'));
  assert.deepEqual(
    found.data.map(({ topic }) => topic),
    ['plant/1/temp'],
  );
  assert.equal((await api.send('GET /topic_levels?below=none/')).status, 404);
  assert.equal((await api.send('GET /topic_levels?below=none')).status, 400);
  assert.equal((await api.send('GET /topic_levels?q=is:odd')).status, 400);
});
