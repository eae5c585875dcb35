import assert from 'node:assert/strict';
import { test } from 'node:test';
import { githubHeaders, grafanaHeaders, mistakeInSecret, standardHeaders } from './webhook-signature.ts';

// Computed by Python's hmac and base64.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const signed = {
  secret: SECRET,
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  now: 1_614_265_330_000,
  body: '{"test": 2432232314}',
};

test('a whsec_ secret signs id, time and body with the bytes that it stands for', () => {
  assert.deepEqual(standardHeaders(signed), {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': SIGNATURE,
  });
  const chinese = { ...signed, id: 'msg_2', body: '{"text":"设备 A 离线"}' };
  assert.equal(
    standardHeaders(chinese)['webhook-signature'],
    'v1,87NNTNXOH2gMX7PBUqKc2AjQRLseRHW4WcpIudI9lm4=',
  );
});

test('while a secret is being replaced both sign', () => {
  const headers = standardHeaders({ ...signed, secret: `${SECRET}  whsec_b3RoZXIgc2VjcmV0` });
  const signatures = headers['webhook-signature']?.split(' ') ?? [];
  assert.equal(signatures.length, 2);
  assert.equal(signatures[0], SIGNATURE);
});

test('any other secret is its own bytes', () => {
  const bytes = Buffer.from('plain secret').toString('base64');
  // The blank would make two secrets of it.
  const own = standardHeaders({ ...signed, secret: 'plain-secret' });
  const decoded = standardHeaders({
    ...signed,
    secret: `whsec_${Buffer.from('plain-secret').toString('base64')}`,
  });
  assert.equal(own['webhook-signature'], decoded['webhook-signature']);
  assert.notEqual(
    own['webhook-signature'],
    standardHeaders({ ...signed, secret: bytes })['webhook-signature'],
  );
});

test('without a secret the id and the time go out all the same, and no signature', () => {
  assert.deepEqual(Object.keys(standardHeaders({ ...signed, secret: '' })), [
    'webhook-id',
    'webhook-timestamp',
  ]);
});

test("GitHub's and Grafana's signatures are hexadecimal", () => {
  const plain = { secret: 'plain-hmac-secret', now: 1_700_000_000_999, body: '{"a":1}' };
  assert.deepEqual(githubHeaders(plain), {
    'x-hub-signature-256': 'sha256=ce858c5accfe70fa6d6438c687e43107cfceccc60bba2dae43152eaa460e21cb',
  });
  assert.deepEqual(grafanaHeaders(plain, 'X-Alert-Time'), {
    'x-grafana-alerting-signature': '90351b4b6ff254a34aa444b707d18a3321df9866a9a15e0d1f4d899d07cfa24c',
    'x-alert-time': '1700000000',
  });
  assert.deepEqual(grafanaHeaders(plain, undefined), {
    'x-grafana-alerting-signature': 'ce858c5accfe70fa6d6438c687e43107cfceccc60bba2dae43152eaa460e21cb',
  });
});

test('a whsec_ secret that is no base64 is noticed', () => {
  assert.match(mistakeInSecret('whsec_§') ?? '', /base64/);
  assert.match(mistakeInSecret(`${SECRET} whsec_`) ?? '', /base64/);
  assert.equal(mistakeInSecret(SECRET), undefined);
  assert.equal(mistakeInSecret('anything else'), undefined);
});
