import type { RestClient } from '../../../demo/rest-client.ts';
import { ADMIN } from './browser-options.ts';

export type PlantLanguage = 'en' | 'zh';

interface Place {
  readonly api: RestClient;
  /** Where users sign in. */
  readonly base: string;
  readonly language: PlantLanguage;
}

/** Addresses of those who are told. */
interface Receivers {
  readonly ops: string;
  readonly duty: string;
  readonly historian: string;
}

interface Words {
  readonly offline: string;
  readonly hot: string;
  readonly weights: string;
  readonly orders: string;
  readonly leak: string;
  readonly door: string;
  readonly night: string;
  readonly nightReason: string;
}

const WORDS: Readonly<Record<PlantLanguage, Words>> = {
  en: {
    offline: 'Device offline',
    hot: 'Oven too hot',
    weights: 'Weights to the historian',
    orders: 'Orders to the MES',
    leak: 'Coolant leak',
    door: 'Cabinet door open',
    night: 'Night maintenance, line 3',
    nightReason: 'The belt is changed every Saturday',
  },
  zh: {
    offline: '设备离线',
    hot: '烘箱过热',
    weights: '称重数据入库',
    orders: '工单同步到 MES',
    leak: '冷却液泄漏',
    door: '柜门打开',
    night: '三号线夜间检修',
    nightReason: '每周六更换皮带',
  },
};

const GATEWAYS = ['hz_gateway', 'sh_gateway', 'sz_gateway'];

/** Of all people and devices of the plant. */
const PASSWORD = 'Quiet-bell-7';

/** What the people of a plant have set up. @returns the port for devices, and the password of people and devices */
export async function configurePlant(
  { api, base, language }: Place,
  { ops, duty, historian }: Receivers,
): Promise<{ port: number; password: string }> {
  const words = WORDS[language];
  const must = api.must.bind(api);
  // The machine that takes the pictures is busy, which is not what they are about.
  for (const name of ['cpu_high', 'memory_high', 'event_loop_delay', 'disk_low'])
    await must('PUT', `/monitors/${name}`, { enable: false });
  await must('POST', '/listeners', { type: 'tcp', name: 'field', bind: '127.0.0.1:0', proxy_protocol: true });
  await must('POST', '/connectors', { type: 'wecom', name: 'ops', url: ops, language });
  // The secret is one letter off, as it happens when people copy it.
  await must('POST', '/connectors', {
    type: 'feishu',
    name: 'duty',
    url: duty,
    secret: 'the-real-secre',
    language,
  });
  await must('POST', '/connectors', { type: 'http', name: 'historian', url: historian });
  await must('POST', '/connectors', { type: 'http', name: 'mes', url: 'http://127.0.0.1:9' });
  const post = { method: 'post', path: '/rows', body: '{"topic":"${topic}","payload":${payload}}' };
  await must('POST', '/actions', { type: 'http', name: 'store', connector: 'historian', parameters: post });
  await must('POST', '/actions', { type: 'http', name: 'orders', connector: 'mes', parameters: post });

  const rule = (id: string, name: string, sql: string, rest: object) =>
    must('POST', '/rules', { id, name, sql, ...rest });
  await rule(
    'device-offline',
    words.offline,
    'SELECT\n  clientid, username, peername, reason, disconnected_at\nFROM\n  "$events/client/disconnected"\nWHERE\n  reason != \'normal\'',
    {
      alert: {
        severity: 'critical',
        title: { en: WORDS.en.offline, zh: WORDS.zh.offline },
        for: '1s',
        group: { window: '1s', by: ['listener'] },
        notify: ['wecom:ops', 'feishu:duty'],
      },
    },
  );
  await rule(
    'too-hot',
    words.hot,
    'SELECT\n  payload.temperature as temperature, clientid\nFROM\n  "plant/+/oven/+/heat"\nWHERE\n  payload.temperature > 80',
    {
      alert: {
        severity: 'warning',
        title: { en: WORDS.en.hot, zh: WORDS.zh.hot },
        notify: ['wecom:ops'],
      },
    },
  );
  await rule('weights', words.weights, 'SELECT topic, payload FROM "plant/+/scale/+/weight"', {
    actions: ['http:store'],
  });
  await rule('orders', words.orders, 'SELECT topic, payload FROM "plant/+/scale/+/weight"', {
    actions: ['http:orders'],
  });
  await rule('leak', words.leak, 'SELECT clientid, topic FROM "plant/+/press/+/leak"', {
    alert: { severity: 'critical', notify: ['wecom:ops'] },
  });
  await rule('door', words.door, 'SELECT clientid, topic FROM "plant/+/+/+/door"', {
    enable: false,
    alert: { severity: 'info', notify: ['wecom:ops'] },
  });
  await must('POST', '/maintenance_windows', {
    name: words.night,
    matchers: { rule: 'device-offline', key: 'sz-conveyor-*' },
    schedule: { windows: [{ days: ['sat'], from: '22:00', to: '02:00' }] },
    reason: words.nightReason,
  });
  await must('POST', '/banned', { as: 'peerhost', who: '10.9.8.6', reason: 'brute force', by: 'admin' });
  await guard(api, base);
  const listeners = (await must('GET', '/listeners')) as { id: string; address: string | null }[];
  const address = listeners.find(({ id }) => id === 'tcp:field')?.address ?? '';
  return { port: Number(address.split(':').at(-1)), password: PASSWORD };
}

/** Who may come in, who may do what, and what that is proved with. */
async function guard(api: RestClient, base: string): Promise<void> {
  const must = api.must.bind(api);
  const people = await signIn(base, ADMIN.username, ADMIN.password);
  await people('POST', '/users', user('lilei', 'operator', 'Shift lead'));
  await people('POST', '/users', user('hanmeimei', 'viewer', 'Quality'));
  await people('POST', '/api_key', {
    name: 'grafana',
    role: 'viewer',
    desc: 'Dashboards',
    enable: true,
  });
  const chain = 'password_based:built_in_database';
  await must('POST', '/authentication', { mechanism: 'password_based', backend: 'built_in_database' });
  for (const user_id of [...GATEWAYS, 'scada', 'guest'])
    await must('POST', `/authentication/${chain}/users`, { user_id, password: PASSWORD });
  await must('POST', '/authorization/sources', { type: 'built_in_database' });
  await must(
    'POST',
    '/authorization/sources/built_in_database/rules/users',
    GATEWAYS.map((username) => ({
      username,
      rules: [
        { topic: `plant/${username.slice(0, 2)}/#`, permission: 'allow', action: 'all' },
        { topic: 'plant/#', permission: 'deny', action: 'all' },
      ],
    })),
  );
  const names = ['mqtt.plant.example'];
  const pair = (await must('POST', '/certificates/self_signed', { names, days: 21 })) as Certificate;
  await must('POST', '/listeners', {
    type: 'ssl',
    name: 'field',
    bind: '127.0.0.1:0',
    ssl_options: { certfile: pair.certificate, keyfile: pair.private_key },
  });
}

interface Certificate {
  readonly certificate: string;
  readonly private_key: string;
}

function user(username: string, role: string, description: string) {
  return { username, password: PASSWORD, role, description };
}

/** Calls the API as one of the users. */
export async function signIn(base: string, username: string, password: string) {
  const call = (path: string, token: string, method: string, body: unknown) =>
    fetch(`${base}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token !== '' && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
  const answer = await call('/login', '', 'POST', { username, password });
  const { token } = (await answer.json()) as { token: string };
  return async (method: string, path: string, body: unknown): Promise<void> => {
    const { ok, status } = await call(path, token, method, body);
    if (!ok) throw new Error(`${method} ${path} answered ${status}`);
  };
}
