import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { TopicMetricsRow } from '../contract.ts';

const PATH = '/mqtt/topic_metrics';
const from = { clientId: 'd1', username: 'u1', peerHost: undefined, peerName: undefined, attributes: {} };

test("the messages of a topic are counted, shown, set back and counted no more, with EMQX's codes", async (t) => {
  const api = await startApi(t);
  const refused = (message: string) => (body: object) => assert.equal(Reflect.get(body, 'message'), message);
  await checkTable(api, [
    { request: `GET ${PATH}`, status: 200, check: (body: unknown) => assert.deepEqual(body, []) },
    { request: `POST ${PATH}`, body: { topic: 'a/b' }, status: 200, answer: TopicMetricsRow },
    {
      request: `POST ${PATH}`,
      body: { topic: 'a/b' },
      status: 400,
      code: 'BAD_TOPIC',
      check: refused('Topic already registered'),
    },
    {
      request: `POST ${PATH}`,
      body: { topic: 'a/+' },
      status: 400,
      code: 'BAD_TOPIC',
      check: refused('Wildcard topic is not supported'),
    },
    {
      request: `POST ${PATH}`,
      body: { topic: '' },
      status: 400,
      code: 'BAD_REQUEST',
      check: refused('Topic can not be empty'),
    },
    { request: `POST ${PATH}`, body: { topic: 'a\0b' }, status: 400, code: 'BAD_TOPIC' },
    { request: `POST ${PATH}`, body: { topic: 'x'.repeat(70_000) }, status: 400, code: 'BAD_TOPIC' },
    { request: `POST ${PATH}`, body: {}, status: 400, code: 'BAD_REQUEST' },
    { request: `POST ${PATH}`, body: { topic: 'c' }, who: 'viewerKey', status: 403 },
    { request: `GET ${PATH}/a%2Fb`, status: 200, answer: TopicMetricsRow, who: 'viewerKey' },
    { request: `GET ${PATH}/a%2Fc`, status: 404, code: 'TOPIC_NOT_FOUND' },
    { request: `PUT ${PATH}`, body: { action: 'reset', topic: 'c' }, status: 404, code: 'TOPIC_NOT_FOUND' },
    { request: `PUT ${PATH}`, body: { action: 'forget' }, status: 400, code: 'BAD_REQUEST' },
    { request: `DELETE ${PATH}/c`, status: 404, code: 'TOPIC_NOT_FOUND' },
  ]);
  api.broker.publish({ topic: 'a/b', payload: Buffer.from('x'), qos: 1, retain: false, from });
  const one = TopicMetricsRow.parse((await api.send(`GET ${PATH}/a%2Fb`)).body);
  assert.deepEqual(
    [one.topic, one.metrics['messages.in.count'], one.metrics['messages.qos1.in.count'], one.reset_time],
    ['a/b', 1, 1, undefined],
  );
  const { body } = await api.send(`PUT ${PATH}`, { body: { action: 'reset', topic: 'a/b' } });
  const reset = TopicMetricsRow.parse(body);
  assert.deepEqual([reset.metrics['messages.in.count'], typeof reset.reset_time], [0, 'string']);
  const all = await api.send(`PUT ${PATH}`, { body: { action: 'reset' } });
  assert.equal((all.body as unknown[]).length, 1);
  assert.equal(
    (await api.send(`DELETE ${PATH}/~base64url:${Buffer.from('a/b').toString('base64url')}`)).status,
    204,
  );
  assert.deepEqual((await api.send(`GET ${PATH}`)).body, []);
});

test('there are 512 counted topics at most', async (t) => {
  const api = await startApi(t);
  for (let i = 0; i < 512; i++) api.broker.topicMetrics.count(`t/${i}`);
  const { status, body } = await api.send(`POST ${PATH}`, { body: { topic: 'one/more' } });
  assert.deepEqual(
    [status, body],
    [409, { code: 'EXCEED_LIMIT', message: 'Max topic metrics count is 512' }],
  );
});
