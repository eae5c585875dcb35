import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { startTestBroker } from '../../../test/support/test-broker.ts';
import { finish } from '../../lib/steps.ts';
import { DelayedMessage, DelayedSettings, DelayedWithPayload, type Page, pageOf } from '../contract.ts';

const from = { clientId: 'd1', username: 'u1', peerHost: undefined, peerName: undefined, attributes: {} };

test('messages that wait are listed, shown with their payload, and removed', async (t) => {
  const { broker, clock } = startTestBroker();
  const api = await startApi(t, { broker, clock });
  for (const topic of ['a/1', 'b', 'a/1'])
    broker.publish({
      topic: `$delayed/60/${topic}`,
      payload: Buffer.from(topic),
      qos: 1,
      retain: false,
      from,
    });
  await clock.advance(10_500);
  const [first] = finish(broker.delayed.page({ skip: 0, take: 1 })).rows;
  const id = first?.message.id ?? '';
  const node = broker.node;
  const topics = (wanted: string) => ({
    status: 200,
    answer: pageOf(DelayedMessage),
    check: ({ data, meta }: Page<DelayedMessage>) => {
      assert.equal(data.map(({ topic }) => topic).join(' '), wanted);
      assert.equal(meta.hasnext, false);
    },
  });
  await checkTable(api, [
    { request: 'GET /mqtt/delayed/messages', ...topics('a/1 b a/1') },
    { request: 'GET /mqtt/delayed/messages?page=2&limit=2', ...topics('a/1') },
    {
      request: `GET /mqtt/delayed/messages/${node}/${id}`,
      status: 200,
      answer: DelayedWithPayload,
      check: (body: DelayedWithPayload) =>
        assert.partialDeepStrictEqual(body, {
          msgid: id,
          node,
          topic: 'a/1',
          qos: 1,
          delayed_interval: 60,
          delayed_remaining: 50,
          from_clientid: 'd1',
          from_username: 'u1',
          payload: Buffer.from('a/1').toString('base64'),
        }),
    },
    { request: `GET /mqtt/delayed/messages/${node}/short`, status: 400, code: 'MESSAGE_ID_SCHEMA_ERROR' },
    { request: `GET /mqtt/delayed/messages/other@x/${id}`, status: 404, code: 'NOT_FOUND' },
    { request: `DELETE /mqtt/delayed/messages/${node}/${id}`, status: 204 },
    { request: `DELETE /mqtt/delayed/messages/${node}/${id}`, status: 404, code: 'MESSAGE_ID_NOT_FOUND' },
    { request: `GET /mqtt/delayed/messages/${node}/${id}`, status: 404, code: 'MESSAGE_ID_NOT_FOUND' },
    { request: 'DELETE /mqtt/delayed/messages/a%2F1', status: 204 },
    { request: 'DELETE /mqtt/delayed/messages/a%2F1', status: 404, code: 'NOT_FOUND' },
    { request: 'GET /mqtt/delayed/messages', ...topics('b') },
  ]);
});

test('delays are switched on and off and bounded, and what is left out stays', async (t) => {
  const api = await startApi(t);
  const is = (wanted: DelayedSettings) => ({
    status: 200,
    answer: DelayedSettings,
    check: (body: DelayedSettings) => assert.deepEqual(body, wanted),
  });
  await checkTable(api, [
    { request: 'GET /mqtt/delayed', ...is({ enable: true, max_delayed_messages: 1000 }) },
    {
      request: 'PUT /mqtt/delayed',
      body: { enable: false },
      ...is({ enable: false, max_delayed_messages: 1000 }),
    },
    {
      request: 'PUT /mqtt/delayed',
      body: { max_delayed_messages: 0 },
      ...is({ enable: false, max_delayed_messages: 0 }),
    },
    { request: 'PUT /mqtt/delayed', body: { max_delayed_messages: -1 }, status: 400, code: 'BAD_REQUEST' },
    { request: 'GET /mqtt/delayed', ...is({ enable: false, max_delayed_messages: 0 }) },
  ]);
  assert.deepEqual(api.broker.delayed.settings, { isOn: false, maximumMessages: 0 });
});
