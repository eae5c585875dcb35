import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { SlowSubscriptionRow, SlowSubscriptionSettings } from '../contract.ts';

test('slow subscriptions are switched on, listed, forgotten, and off by themselves', async (t) => {
  const api = await startApi(t);
  const slow = api.broker.slowSubscriptions;
  await checkTable(api, [
    {
      request: 'GET /slow_subscriptions/settings',
      status: 200,
      answer: SlowSubscriptionSettings,
      check: (body: object) =>
        assert.deepEqual(body, {
          enable: false,
          threshold: '500ms',
          expire_interval: '300s',
          top_k_num: 10,
          stats_type: 'whole',
        }),
    },
    { request: 'PUT /slow_subscriptions/settings', body: { enable: true, threshold: '2s' }, status: 200 },
    { request: 'PUT /slow_subscriptions/settings', body: { top_k_num: 1001 }, status: 400 },
    { request: 'PUT /slow_subscriptions/settings', body: { stats_type: 'all' }, status: 400 },
    { request: 'PUT /slow_subscriptions/settings', body: { threshold: 'soon' }, status: 400 },
    { request: 'PUT /slow_subscriptions/settings', body: { enable: true }, who: 'operatorKey', status: 403 },
  ]);
  assert.deepEqual([slow.isOn, slow.settings.threshold, slow.settings.expireInterval], [true, 2000, 300_000]);

  const now = api.clock.now();
  const topic = { destination: { name: 'plant/1' }, receivedAt: now - 3000 };
  slow.done(
    { clientId: 'press', connectedAt: 0 } as never,
    { message: topic, qos: 1, retain: false } as never,
    1,
    now,
  );
  const { body } = await api.send('GET /slow_subscriptions?page=1&limit=10', { who: 'viewerKey' });
  const { data } = body as { data: unknown[] };
  assert.deepEqual(data, [
    { clientid: 'press', node: 'tocsin@127.0.0.1', topic: 'plant/1', timespan: 3000, last_update_time: now },
  ]);
  SlowSubscriptionRow.parse(data[0]);
  assert.equal((await api.send('DELETE /slow_subscriptions')).status, 204);
  assert.deepEqual(slow.list(now), []);
});
