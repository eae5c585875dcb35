import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepSecrets } from './secrets/kept-secrets.ts';
import { Scrubber } from './secrets/scrubber.ts';
import { maskTokensIn, redact, redactPath, redactRequest, secretsIn } from './secrets.ts';

const stored = {
  url: 'http://host',
  headers: {
    Authorization: 'Bearer xyz-1',
    'proxy-authorization': 'Basic y',
    'X-Api-Key': 'k',
    'X-My-Secret-Thing': 's',
    accept: 'json',
    'Idempotency-Key': 'open',
  },
  ssl: { password: 'p', keyfile: '-----BEGIN PRIVATE KEY-----\nx', certfile: '/c.pem' },
  proxy: 'http://me:pass@proxy:3128',
  token: '',
  bot_token: 'b',
  clientSecret: 'c',
  routing_key: 'R'.repeat(32),
  username: 'me',
  list: [{ secret: 's' }],
};
const shown = {
  url: 'http://host',
  headers: {
    Authorization: '******',
    'proxy-authorization': '******',
    'X-Api-Key': '******',
    'X-My-Secret-Thing': '******',
    accept: 'json',
    'Idempotency-Key': 'open',
  },
  ssl: { password: '******', keyfile: '******', certfile: '/c.pem' },
  proxy: 'http://me:******@proxy:3128',
  token: '',
  bot_token: '******',
  clientSecret: '******',
  routing_key: '******',
  username: 'me',
  list: [{ secret: '******' }],
};

test('secrets are shown as ******', () => assert.deepEqual(redact(stored), shown));

test('what comes back as it was shown is what was stored', () =>
  assert.deepEqual(keepSecrets(shown, stored), stored));

test('a new secret replaces the stored one, and header names are compared without case', () => {
  const sent = { headers: { authorization: '******', 'proxy-authorization': 'new' } };
  assert.deepEqual(keepSecrets(sent, stored), {
    headers: { authorization: 'Bearer xyz-1', 'proxy-authorization': 'new' },
  });
});

test('references and placeholders are no secrets', () => {
  const open = {
    url: 'https://qyapi.example/send?key=${env:KEY}',
    password: '${file:/run/secrets/pg}',
    headers: { Authorization: 'Bearer ${env:TOKEN}', 'X-Token': '${payload.token}' },
    parameters: { path: '/send?key=${key}' },
  };
  assert.deepEqual(redact(open), open);
});

test('the routing key of a message is none of a person to be called', () =>
  assert.deepEqual(redact({ parameters: { routing_key: 'a.b' } }), { parameters: { routing_key: 'a.b' } }));

const urls: [url: string, shown: string][] = [
  ['https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=ab-1', '/cgi-bin/webhook/send?key=******'],
  ['http://127.0.0.1:9/robot/send?access_token=abc&x=1', '/robot/send?access_token=******&x=1'],
  ['http://gateway.lan/open-apis/bot/v2/hook/3f0c-11', '/open-apis/bot/v2/hook/******'],
  ['http://127.0.0.1:9/services/T0/B0/XyZ', '/services/T0/B0/******'],
  ['https://hooks.slack.com/triggers/T0AB/123/abcdef', '/triggers/T0AB/123/******'],
  ['http://127.0.0.1:9/bot123:AA-bb_c/sendMessage', '/bot123:******/sendMessage'],
  ['http://127.0.0.1:9/api/webhooks/42/t-o_k?wait=true', '/api/webhooks/42/******?wait=true'],
  ['http://127.0.0.1:9/api/v10/webhooks/42/t-o_k', '/api/v10/webhooks/42/******'],
  [
    'https://prod-1.westeurope.logic.azure.com/workflows/0f/triggers/manual/paths/invoke?sp=%2Ft&sv=1.0&sig=q-_1',
    '/workflows/0f/triggers/manual/paths/invoke?sp=%2Ft&sv=1.0&sig=******',
  ],
  [
    'https://x.webhook.office.com/webhookb2/a@b/IncomingWebhook/cafe/9d',
    '/webhookb2/a@b/IncomingWebhook/******/9d',
  ],
  ['http://127.0.0.1:9/hooks/0195f1c2-7a10-7def-8000-0123456789ab', '/hooks/******'],
  ['http://127.0.0.1:9/in/tokenAbC12xyZ9qQ', '/in/******'],
  ['http://127.0.0.1:9/api/v2/write?org=site&bucket=line', '/api/v2/write?org=site&bucket=line'],
];
for (const [url, path] of urls) {
  test(`the address ${url} is shown without its secret part, and comes back so`, () => {
    const shown = redact({ url, pool: [{ url }] });
    assert.equal(shown.url.slice(new URL(url).origin.length), path);
    assert.equal(shown.pool[0]?.url, shown.url);
    assert.deepEqual(keepSecrets(shown, { url, pool: [{ url }] }), { url, pool: [{ url }] });
  });
}

test('an address that is edited outside of its masked part keeps it, on the same host only', () => {
  const before = { url: 'https://a.example/send?key=secret1' };
  const edited = keepSecrets({ url: 'https://a.example/send?key=******&debug=1' }, before);
  assert.deepEqual(edited, { url: 'https://a.example/send?key=secret1&debug=1' });
  assert.throws(
    () => keepSecrets({ url: 'https://b.example/send?key=******' }, before),
    /url: \*{6} stands for/,
  );
  assert.throws(() => keepSecrets({ url: 'https://b.example/hooks/******' }, undefined), /enter it again/);
});

test('****** where nothing is stored is refused, and in a description it is text', () => {
  assert.throws(
    () => keepSecrets({ password: '******' }, {}),
    /^KeptSecretError: password: .* enter it again/,
  );
  assert.deepEqual(keepSecrets({ description: 'a ****** b' }, {}), { description: 'a ****** b' });
});

const elsewhere: [what: string, change: Record<string, unknown>][] = [
  ['another URL', { url: 'https://evil.example' }],
  ['another port', { url: 'https://host:444' }],
  ['no TLS', { url: 'http://host' }],
  ['a proxy', { url: 'https://host', proxy: 'http://evil.example:3128' }],
  ['one more bot elsewhere', { url: 'https://host', pool: [{ url: 'https://evil.example/x' }] }],
];
for (const [what, change] of elsewhere) {
  test(`a stored secret is not kept for ${what}`, () => {
    const before = { url: 'https://host', headers: { authorization: 'Bearer x' } };
    assert.throws(
      () => keepSecrets({ headers: { authorization: '******' }, ...change }, before),
      /headers\.authorization: .* enter it again instead of \*{6}/,
    );
  });
}

test('a stored secret is kept for another path of the same host, and not for another server or connector', () => {
  const before = { url: 'https://host/a', token: 'x' };
  assert.deepEqual(keepSecrets({ url: 'https://host/b', token: '******' }, before), {
    url: 'https://host/b',
    token: 'x',
  });
  const database = { server: 'db:5432', password: 'x' };
  assert.throws(() => keepSecrets({ server: 'db2:5432', password: '******' }, database), /db2:5432/);
  const action = { connector: 'web', parameters: { path: '/send?key=x' } };
  const sent = { connector: 'http:web', parameters: { path: '/send?key=******' } };
  assert.deepEqual(keepSecrets(sent, action), { ...action, connector: 'http:web' });
  assert.throws(() => keepSecrets({ ...sent, connector: 'other' }, action), /other/);
});

const pool = ['one', 'two', 'three'].map((key) => ({ url: `https://h/send?key=${key}`, keyword: key }));

test('the bots of a pool keep their own secrets when one is added, and when one is taken away', () => {
  const shown = redact(pool);
  assert.deepEqual(keepSecrets([...shown, { url: 'https://h/send?key=four', keyword: 'four' }], pool), [
    ...pool,
    { url: 'https://h/send?key=four', keyword: 'four' },
  ]);
  assert.deepEqual(keepSecrets([shown[1], shown[2]], pool), [pool[1], pool[2]]);
  assert.deepEqual(keepSecrets([shown[2], shown[0], shown[1]], pool), [pool[2], pool[0], pool[1]]);
});

test('bots that look the same must be entered again when one of them is taken away', () => {
  const alike = pool.map(({ url }) => ({ url }));
  const shown = redact(alike);
  assert.deepEqual(keepSecrets(shown, alike), alike);
  assert.throws(() => keepSecrets(shown.slice(1), alike), /0\.url: .*enter it again/);
});

test('a path of an action is shown without its tokens', () => {
  assert.equal(
    redactPath('/send?access_token=abc&timestamp=1&sign=x%2F'),
    '/send?access_token=******&timestamp=1&sign=******',
  );
  assert.equal(redactPath('/devices/hook/c1'), '/devices/hook/c1');
});

test('the secrets of a document are those that are not shown', () =>
  assert.deepEqual(secretsIn({ url: 'http://h/send?key=one', headers: { authorization: 'Bearer two' } }), [
    'one',
    'Bearer two',
    'two',
  ]));

test('known secrets are taken out of the texts of others in every form, the longest first', () => {
  const scrubber = new Scrubber(['a+b/c', 'a+b/cdef', 'x"y\\z', 'abc']);
  assert.equal(scrubber.text('got a%2Bb%2Fc'), 'got ******');
  assert.equal(scrubber.text('a+b/cdef and x\\"y\\\\z'), '****** and ******');
  assert.equal(scrubber.text('abc is too short to look for'), 'abc is too short to look for');
});

test('what the links in a message allow is not shown, whatever the message was written as', () => {
  const token = `AQGi${'x-_9'.repeat(11)}`;
  const body = JSON.stringify({ text: `[View](https://h/t/a/${token}) [On it](https://h/t/a/${token}?ack)` });
  const form = new URLSearchParams({ text: `https://h/a/${token}` }).toString();
  const shown = redactRequest({ url: 'http://h/x', body, form, links: [{ url: `https://h/a/${token}` }] });
  assert.doesNotMatch(JSON.stringify(shown), /AQGi/);
  assert.match(shown.body, /\[On it\]\(https:\/\/h\/t\/a\/\*{6}\?ack\)/);
  assert.deepEqual(redactRequest({ body: `/a/${token}0 /b/${token}` }), { body: `/a/${token}0 /b/${token}` });
});

const sentences: [text: string, shown: string][] = [
  ['POST https://h/send?key=abc failed', 'POST https://h/send?key=****** failed'],
  ['{"url":"/robot/send?access_token=abc&b=1"}', '{"url":"/robot/send?access_token=******&b=1"}'],
  ['no such bot: /bot12:AAbb/sendMessage', 'no such bot: /bot12:******/sendMessage'],
  ['bad header Authorization: Bearer abcdefgh.1', 'bad header Authorization: Bearer ******'],
  ['HTTP Basic authentication is needed', 'HTTP Basic authentication is needed'],
  ['connect redis://u:pw@h:1 failed', 'connect redis://u:******@h:1 failed'],
  ['invalid webhook url, hint: [1], from ip: 1.2.3.4', 'invalid webhook url, hint: [1], from ip: 1.2.3.4'],
];
for (const [text, shown] of sentences) {
  test(`"${text}" is told as "${shown}"`, () => assert.equal(maskTokensIn(text), shown));
}
