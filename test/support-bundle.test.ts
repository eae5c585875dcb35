import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestApp } from './support/running-app.ts';

const SECRETS = ['hidden-token', 'SECsecret', 'press-007', 'guest-user', 'payload-42', 'boss-password'];

test('a bundle says how everything goes, and holds no secret, no message and no name of a device or a user', async (t) => {
  const { api, connect } = await startTestApp(t, [
    'dashboard.bootstrap_username=boss',
    'dashboard.bootstrap_password=boss-password',
  ]);
  await api.must('POST', '/connectors', {
    type: 'dingtalk',
    name: 'ops',
    url: 'http://127.0.0.1:9/robot/send?access_token=hidden-token',
    secret: 'SECsecret',
  });
  await api.must('POST', '/rules', {
    id: 'one',
    sql: `SELECT * FROM "t/#" WHERE clientid = 'press-007'`,
    actions: [],
  });
  const client = await connect({ clientId: 'press-007', username: 'guest-user' });
  await client.publishAsync('t/1', 'payload-42', { retain: true, qos: 1 });

  const bundle = (await api.must('GET', '/system/support_bundle')) as Record<string, unknown>;
  const text = JSON.stringify(bundle);
  for (const secret of SECRETS) assert.ok(!text.includes(secret), `${secret} is left out`);
  assert.ok(text.includes('dingtalk:ops') && text.includes(`clientid = '…'`));
  const { checks } = bundle.doctor as { checks: { name: string; state: string; en: { sentence: string } }[] };
  const outbound = checks.find(({ name }) => name === 'outbound');
  assert.equal(outbound?.state, 'wrong');
  assert.match(outbound?.en.sentence ?? '', /dingtalk:ops \(.*refused/);
});
