import type { ConnectorFixture } from './connector-fixture.ts';
import { badUrls, httpFixture, message } from './http-fixture.ts';

const slack = httpFixture({
  type: 'slack',
  settings: (origin) => ({ url: `${origin}/services/T1/B1/s3cr3t`, headers: { authorization: 's3cr3t' } }),
  request: message,
  secrets: ['s3cr3t'],
  accepts: { body: 'ok' },
  refuses: { body: 'invalid_payload' },
  refused: badUrls,
});

const webhook = httpFixture({
  type: 'webhook',
  settings: (origin) => ({ url: `${origin}/hook`, secret: 'whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=' }),
  request: message,
  secrets: ['whsec_', 'c2VjcmV0'],
  refuses: { status: 410 },
  refused: [...badUrls, [{ url: 'http://host', signature: 'md5' }, 'signature']],
});

const wecom = httpFixture({
  type: 'wecom',
  settings: (origin) => ({ url: `${origin}/cgi-bin/webhook/send?key=s3cr3t` }),
  request: message,
  secrets: ['s3cr3t'],
  accepts: { body: '{"errcode":0,"errmsg":"ok"}' },
  refuses: { status: 200, body: '{"errcode":40058,"errmsg":"no"}' },
  refused: badUrls,
});

const dingtalk = httpFixture({
  type: 'dingtalk',
  settings: (origin) => ({ url: `${origin}/robot/send?access_token=s3cr3t`, secret: 'SECs3cr3t' }),
  request: message,
  secrets: ['s3cr3t'],
  accepts: { body: '{"errcode":0,"errmsg":"ok"}' },
  refuses: { status: 200, body: '{"errcode":310000,"errmsg":"keywords not in content"}' },
  refused: badUrls,
});

const feishu = httpFixture({
  type: 'feishu',
  settings: (origin) => ({ url: `${origin}/open-apis/bot/v2/hook/s3cr3t`, secret: 's3cr3t' }),
  request: message,
  secrets: ['s3cr3t'],
  accepts: { body: '{"code":0,"msg":"success"}' },
  refuses: { status: 200, body: '{"code":19024,"msg":"Key Words Not Found"}' },
  refused: badUrls,
});

const routing_key = '0123456789abcdef0123456789abcdef';

const pagerduty = httpFixture({
  type: 'pagerduty',
  settings: (origin) => ({ url: `${origin}/v2/enqueue`, routing_key }),
  request: message,
  secrets: [routing_key],
  accepts: { status: 202, body: '{"status":"success","message":"Event processed","dedup_key":"a"}' },
  refuses: { body: '{"status":"invalid event","message":"Event object is invalid","errors":["no"]}' },
  refused: [
    [{}, 'routing_key'],
    [{ routing_key: 'short' }, 'routing_key'],
    [{ routing_key, url: 'ftp://host' }, 'url'],
  ],
});

const teams = httpFixture({
  type: 'teams',
  settings: (origin) => ({ url: `${origin}/workflows/1/triggers/manual/paths/invoke?sig=s3cr3t` }),
  request: message,
  secrets: ['s3cr3t'],
  accepts: { status: 202, body: '' },
  refuses: { status: 413, body: 'Request Entity too large' },
  refused: badUrls,
});

const telegram = httpFixture({
  type: 'telegram',
  settings: (origin) => ({ url: origin, token: '123456:s3cr3t', chat_id: -100123 }),
  request: message,
  secrets: ['s3cr3t'],
  accepts: { body: '{"ok":true,"result":{}}' },
  refuses: { status: 400, body: '{"ok":false,"error_code":400,"description":"Bad Request: no"}' },
  refused: [
    [{}, 'token'],
    [{ token: '123456:s3cr3t' }, 'chat_id'],
    [{ token: 'none', chat_id: 1 }, 'token'],
    [{ token: '123456:s3cr3t', chat_id: 1, url: 'ftp://host' }, 'url'],
  ],
});

const discord = httpFixture({
  type: 'discord',
  settings: (origin) => ({ url: `${origin}/api/webhooks/123/s3cr3t` }),
  request: message,
  secrets: ['s3cr3t'],
  accepts: { status: 204, body: '' },
  refuses: { status: 400, body: '{"code":50035,"message":"Invalid Form Body"}' },
  refused: badUrls,
});

/** Channels that are one HTTP request. */
export const botFixtures: readonly ConnectorFixture[] = [
  dingtalk,
  discord,
  feishu,
  pagerduty,
  slack,
  teams,
  telegram,
  webhook,
  wecom,
];
