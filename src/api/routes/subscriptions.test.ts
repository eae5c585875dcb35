import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ApiScenario, checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { type Page, pageOf, Subscription, TopicRow } from '../contract.ts';

function subscribe({ broker }: ApiScenario): void {
  broker.add('a');
  broker.add('b');
  const options = { noLocal: false, retainAsPublished: false, retainHandling: 0 } as const;
  broker.subscribe('a', { ...options, filter: 't/1', qos: 1 });
  broker.subscribe('a', { ...options, filter: '$share/g/t/+', qos: 0 });
  broker.subscribe('b', { ...options, filter: 't/1', qos: 2 });
}

const rows = (wanted: string, count?: number) => ({
  status: 200,
  answer: pageOf(Subscription),
  check: ({ data, meta }: Page<Subscription>) => {
    assert.equal(data.map(({ clientid, topic }) => `${clientid}:${topic}`).join(' '), wanted);
    assert.equal(meta.count, count);
  },
});

test('subscriptions are listed and filtered', async (t) => {
  const api = await startApi(t);
  subscribe(api);
  const invalid = { status: 400, code: 'INVALID_PARAMETER' };
  await checkTable(api, [
    { request: 'GET /subscriptions', ...rows('b:t/1 a:$share/g/t/+ a:t/1', 3) },
    { request: 'GET /subscriptions?limit=1&page=2', ...rows('a:$share/g/t/+', 3) },
    { request: 'GET /subscriptions?clientid=a', ...rows('a:$share/g/t/+ a:t/1', 2) },
    { request: 'GET /subscriptions?qos=2', ...rows('b:t/1', 1) },
    { request: 'GET /subscriptions?topic=t/%2B', ...rows('a:$share/g/t/+', 1) },
    { request: 'GET /subscriptions?share_group=g', ...rows('a:$share/g/t/+', 1) },
    { request: 'GET /subscriptions?match_topic=t/%23', ...rows('b:t/1 a:$share/g/t/+ a:t/1') },
    { request: 'GET /subscriptions?match_topic=t/1', ...rows('b:t/1 a:t/1') },
    { request: 'GET /subscriptions?durable=true', ...rows('', 0) },
    { request: 'GET /subscriptions?match_topic=$share/g/t', ...invalid },
    { request: 'GET /subscriptions?match_topic=a%23', ...invalid },
    { request: 'GET /subscriptions?qos=3', status: 400, code: 'BAD_REQUEST' },
    { request: 'GET /subscriptions?node=other', status: 500, code: 'NODE_DOWN' },
  ]);
});

test('a subscription with $queue is found as other shared ones are', async (t) => {
  const api = await startApi(t);
  subscribe(api);
  const options = { noLocal: false, retainAsPublished: false, retainHandling: 0, qos: 1 } as const;
  api.broker.subscribe('b', { ...options, filter: '$queue/q/1' });
  await checkTable(api, [
    { request: 'GET /subscriptions?topic=q/1', ...rows('b:$queue/q/1', 1) },
    { request: 'GET /subscriptions?share_group=$queue', ...rows('b:$queue/q/1', 1) },
    { request: 'GET /subscriptions?match_topic=q/%2B', ...rows('b:$queue/q/1') },
    { request: 'GET /subscriptions?match_topic=$queue/q/1', status: 400, code: 'INVALID_PARAMETER' },
  ]);
});

test('topics are the distinct filters that somebody subscribes with', async (t) => {
  const api = await startApi(t);
  subscribe(api);
  const node = 'tocsin@127.0.0.1';
  await checkTable(api, [
    {
      request: 'GET /topics',
      status: 200,
      answer: pageOf(TopicRow),
      check: ({ data }: Page<TopicRow>) =>
        assert.deepEqual(data.map(({ topic }) => topic).toSorted(), ['t/+', 't/1']),
    },
    {
      request: 'GET /topics?topic=t/1',
      status: 200,
      check: ({ data }: Page<TopicRow>) => assert.deepEqual(data, [{ topic: 't/1', node }]),
    },
    {
      request: 'GET /topics/t%2F1',
      status: 200,
      check: (body: TopicRow[]) => assert.deepEqual(body, [{ topic: 't/1', node }]),
    },
    { request: 'GET /topics/t%2F2', status: 404, code: 'TOPIC_NOT_FOUND' },
    { request: 'GET /topics/t/1', status: 404, code: 'NOT_FOUND' },
  ]);
});
