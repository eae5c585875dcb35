import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { denyAddresses } from '../lib/address-rules.ts';
import { connectorKinds } from './connector-kinds.ts';

/** Where a kind is told what host it goes to, and the least that it needs besides; undefined where it goes nowhere. */
const PLACES: Readonly<Record<string, { host: (host: string) => object; rest?: object } | undefined>> = {
  dingtalk: { host: (host) => ({ url: `http://${host}:1/robot/send?access_token=a` }) },
  discord: { host: (host) => ({ url: `http://${host}:1/api/webhooks/1/a` }) },
  email: {
    host: (host) => ({ server: `${host}:1`, tls: 'none' }),
    rest: { from: 'a@b.example', to: ['c@d.example'] },
  },
  feishu: { host: (host) => ({ url: `http://${host}:1/open-apis/bot/v2/hook/a` }) },
  file: undefined,
  http: { host: (host) => ({ url: `http://${host}:1` }) },
  influxdb: {
    host: (host) => ({ server: `${host}:1` }),
    rest: { parameters: { influxdb_type: 'influxdb_api_v2', bucket: 'b', org: 'o', token: 't' } },
  },
  kafka_producer: { host: (host) => ({ bootstrap_hosts: `${host}:1` }) },
  mqtt: { host: (host) => ({ server: `${host}:1` }) },
  mysql: { host: (host) => ({ server: `${host}:1` }), rest: { username: 'u', database: 'd' } },
  nats: { host: (host) => ({ servers: `${host}:1` }) },
  pagerduty: { host: (host) => ({ url: `http://${host}:1` }), rest: { routing_key: '0'.repeat(32) } },
  pgsql: { host: (host) => ({ server: `${host}:1` }), rest: { username: 'u', database: 'd' } },
  rabbitmq: { host: (host) => ({ server: host, port: 1 }), rest: { username: 'u', password: 'p' } },
  redis: { host: (host) => ({ server: `${host}:1` }), rest: { redis_type: 'single' } },
  slack: { host: (host) => ({ url: `http://${host}:1/services/T0/B0/a` }) },
  teams: { host: (host) => ({ url: `http://${host}:1/workflows/a/triggers/manual/paths/invoke?sig=a` }) },
  telegram: { host: (host) => ({ url: `http://${host}:1` }), rest: { token: '1:a', chat_id: '1' } },
  webhook: { host: (host) => ({ url: `http://${host}:1/hook` }) },
  wecom: { host: (host) => ({ url: `http://${host}:1/cgi-bin/webhook/send?key=a` }) },
};

const within = (t: TestContext): AbortSignal => {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(new Error('no answer within 10 s')), 10_000);
  t.after(() => clearTimeout(timer));
  return abort.signal;
};

for (const kind of connectorKinds.values()) {
  const place = PLACES[kind.type];
  if (!place) continue;
  test(`${kind.type} takes no metadata address, however it is written`, () => {
    for (const host of [
      '169.254.169.254',
      '0xa9fea9fe',
      '[::ffff:169.254.169.254]',
      'metadata.google.internal',
    ]) {
      const { error } = kind.settings.safeParse({ ...place.host(host), ...place.rest });
      assert.match(error?.message ?? 'accepted', /metadata address/, host);
    }
  });

  test(`${kind.type} connects to no denied address, whatever name leads there`, async (t) => {
    t.after(() => denyAddresses([]));
    denyAddresses(['127.0.0.0/8', '::1']);
    const handle = await kind.open(kind.settings.parse({ ...place.host('localhost'), ...place.rest }));
    t.after(() => handle.close());
    const result = await handle.probe(within(t));
    assert.match('reason' in result ? result.reason : 'reachable', /on the list delivery\.denied_addresses/);
  });

  test(`${kind.type} says so when nobody knows the name of the other side`, async (t) => {
    const settings = kind.settings.parse({ ...place.host('nobody.invalid'), ...place.rest });
    const handle = await kind.open(settings);
    t.after(() => handle.close());
    const result = await handle.probe(within(t));
    assert.match('reason' in result ? result.reason : 'reachable', /nobody\.invalid/);
  });
}
