import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryDirectory } from '../../demo/broker-process.ts';
import { startTestApp } from '../support/running-app.ts';

/** What is changed over the API, and what of it must be there after a restart. */
const changes: readonly [path: string, body: object][] = [
  [
    '/mqtt/retainer',
    {
      msg_expiry_interval: '1h',
      max_payload_size: '2KB',
      allow_never_expire: false,
      stop_publish_clear_msg: true,
      max_publish_rate: '700/s',
      backend: { max_retained_messages: 8 },
    },
  ],
  [
    '/authorization/settings',
    { no_match: 'deny', deny_action: 'disconnect', cache: { ttl: '5m', max_size: 9 } },
  ],
  ['/mqtt/delayed', { enable: false, max_delayed_messages: 3 }],
  ['/mqtt/topic_rewrite', [{ action: 'all', source_topic: 'x/#', dest_topic: 'y/$1', re: '^x/(.+)$' }]],
  ['/mqtt/auto_subscribe', [{ topic: 'mine/${clientid}', qos: 1, nl: 0, rap: 0, rh: 0 }]],
];

test('what was set over the API is there after a restart, and holds', async (t) => {
  const directory = temporaryDirectory();
  const first = await startTestApp(t, [], directory);
  for (const [path, body] of changes) await first.api.must('PUT', path, body);
  await first.api.must('POST', '/mqtt/topic_metrics', { topic: 'y/0' });
  const told = await Promise.all(changes.map(([path]) => first.api.must('GET', path)));
  await first.stop();

  const second = await startTestApp(t, [], directory);
  for (const [index, [path, body]] of changes.entries()) {
    const shown = await second.api.must('GET', path);
    assert.deepEqual(shown, told[index], path);
    assert.partialDeepStrictEqual(shown, body, path);
  }
  const rules = '{allow, all, all, ["mine/#", "y/#", "x/#"]}.';
  await second.api.must('PUT', '/authorization/sources/file', { type: 'file', rules });
  const client = await second.connect({ clientId: 'c1', protocolVersion: 5 });
  assert.partialDeepStrictEqual(await second.api.must('GET', '/clients/c1/subscriptions'), [
    { topic: 'mine/c1', qos: 1 },
  ]);
  const expiring = { retain: true, qos: 1, properties: { messageExpiryInterval: 60 } } as const;
  await client.publishAsync('x/long', 'x'.repeat(3000), expiring);
  for (let i = 0; i < 8; i++) await client.publishAsync(`x/${i}`, 'x', expiring);
  assert.partialDeepStrictEqual(
    await second.api.must('GET', '/mqtt/topic_metrics'),
    [{ topic: 'y/0', metrics: { 'messages.in.count': 1 } }],
    'counted by the name to which it was rewritten',
  );
  const { data } = (await second.api.must('GET', '/mqtt/retainer/messages')) as { data: { topic: string }[] };
  const kept = data.map(({ topic }) => topic);
  assert.equal(kept.length, 8, 'with those of $SYS');
  assert.equal(kept.includes('y/0'), true, 'rewritten');
  assert.equal(kept.includes('y/long'), false, 'too large');
});
