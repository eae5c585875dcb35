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
