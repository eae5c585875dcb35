import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redact, redactPath, restoreSecrets } from './secrets.ts';

const stored = {
  url: 'http://host',
  headers: { Authorization: 'Bearer x', 'proxy-authorization': 'Basic y', accept: 'json' },
  ssl: { password: 'p', keyfile: '-----BEGIN PRIVATE KEY-----\nx', certfile: '/c.pem' },
  token: '',
  list: [{ secret: 's' }],
};
const shown = {
  url: 'http://host',
  headers: { Authorization: '******', 'proxy-authorization': '******', accept: 'json' },
  ssl: { password: '******', keyfile: '******', certfile: '/c.pem' },
  token: '',
  list: [{ secret: '******' }],
};

test('secrets are shown as ******', () => assert.deepEqual(redact(stored), shown));

test('what comes back as ****** is what was stored', () =>
  assert.deepEqual(restoreSecrets(shown, stored), stored));

test('a new secret replaces the stored one, and header names are compared without case', () => {
  const sent = { headers: { authorization: '******', 'proxy-authorization': 'new' } };
  assert.deepEqual(restoreSecrets(sent, stored), {
    headers: { authorization: 'Bearer x', 'proxy-authorization': 'new' },
  });
});

test('tokens in a query are not shown', () => {
  assert.equal(
    redactPath('/robot/send?access_token=abc&timestamp=1&sign=x%2F'),
    '/robot/send?access_token=******&timestamp=1&sign=******',
  );
});

const secretPaths: [path: string, shown: string][] = [
  ['/open-apis/bot/v2/hook/3f0c-11', '/open-apis/bot/v2/hook/******'],
  ['/services/T0/B0/XyZ?a=1', '/services/T0/B0/******?a=1'],
  ['/bot123:AA-bb_c/sendMessage', '/bot123:******/sendMessage'],
  ['/api/webhooks/42/t-o_k', '/api/webhooks/42/******'],
  ['/devices/hook/c1', '/devices/hook/c1'],
];
for (const [path, shown] of secretPaths) {
  test(`the path ${path} is shown as ${shown}`, () => assert.equal(redactPath(path), shown));
}
