import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export interface FakeEmqx {
  readonly url: string;
  readonly key: string;
  readonly secret: string;
  /** By which it was asked. */
  readonly methods: ReadonlySet<string>;
}

const NODE = 'emqx@172.17.0.2';
const page = (data: readonly unknown[]) => ({
  data,
  meta: { page: 1, limit: 1000, count: data.length, hasnext: false },
});
const RULES = '/authorization/sources/built_in_database/rules';
const STATUS = { status: 'connected', node_status: [{ node: NODE, status: 'connected' }] };

/** What EMQX 5.10 answers, member by member. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  '/nodes': [{ node: NODE, version: '5.10.1', edition: 'Enterprise', node_status: 'running', uptime: 1000 }],
  '/rule_engine': { ignore_sys_message: true, jq_function_default_timeout: 10_000 },
  '/rules': page([
    {
      id: 'r1',
      name: '',
      sql: 'SELECT clientid FROM "$events/client/disconnected"',
      from: ['$events/client/disconnected'],
      actions: ['http:tell'],
      action_details: [{ type: 'http', name: 'tell', status: 'connected' }],
      enable: true,
      description: 'who is away',
      created_at: '2025-01-01T00:00:00.000+00:00',
      last_modified_at: '2025-01-01T00:00:00.000+00:00',
    },
  ]),
  '/connectors': [
    {
      type: 'http',
      name: 'wecom',
      url: 'https://qyapi.weixin.qq.com',
      enable: true,
      description: '',
      tags: [],
      headers: { 'content-type': 'application/json' },
      connect_timeout: '15s',
      pool_type: 'random',
      pool_size: 8,
      enable_pipelining: 100,
      max_inactive: '10s',
      ssl: { enable: false, verify: 'verify_peer', depth: 10, ciphers: [], user_lookup_fun: 'x' },
      resource_opts: {
        health_check_interval: '15s',
        health_check_timeout: '60s',
        start_after_created: true,
        start_timeout: '5s',
      },
      actions: ['tell'],
      sources: [],
      ...STATUS,
    },
  ],
  '/actions': [
    {
      type: 'http',
      name: 'tell',
      connector: 'wecom',
      enable: true,
      description: '',
      tags: [],
      fallback_actions: [],
      parameters: {
        path: '/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa',
        method: 'post',
        headers: { 'content-type': 'application/json' },
        body: '{"msgtype":"text","text":{"content":"${clientid}"}}',
        max_retries: 2,
      },
      resource_opts: { query_mode: 'async', request_ttl: '45s', inflight_window: 100 },
      created_at: 1_730_000_000_000,
      last_modified_at: 1_730_000_000_000,
      rules: ['r1'],
      ...STATUS,
    },
  ],
  '/sources': [],
  '/authentication': [
    {
      id: 'password_based:built_in_database',
      mechanism: 'password_based',
      backend: 'built_in_database',
      enable: true,
      user_id_type: 'username',
      password_hash_algorithm: { name: 'sha256', salt_position: 'suffix' },
    },
  ],
  '/authentication/password_based:built_in_database/users': page([
    { user_id: 'meter-1', is_superuser: false },
    { user_id: 'meter-2', is_superuser: false },
  ]),
  '/authorization/settings': {
    no_match: 'allow',
    deny_action: 'ignore',
    cache: { enable: true, max_size: 32, ttl: '1m', excludes: [] },
  },
  '/authorization/sources': {
    sources: [
      { type: 'file', enable: true, rules: '{allow, all}.\n' },
      { type: 'built_in_database', enable: true, max_rules: 100 },
    ],
  },
  [`${RULES}/users`]: page([
    {
      username: 'u1',
      rules: [{ topic: 't/1', permission: 'allow', action: 'publish', qos: [0, 1, 2], retain: 'all' }],
    },
  ]),
  [`${RULES}/clients`]: page([]),
  [`${RULES}/all`]: {
    rules: [{ topic: 'x/#', permission: 'deny', action: 'all', qos: [0, 1, 2], retain: 'all' }],
  },
  '/banned': page([
    {
      as: 'clientid',
      who: 'bad',
      by: 'mgmt_api',
      reason: 'scanner',
      at: '2025-01-01T00:00:00+00:00',
      until: 'infinity',
    },
  ]),
  '/listeners': [
    { id: 'tcp:default', type: 'tcp', name: 'default', enable: true, bind: '0.0.0.0:1883', acceptors: 16 },
  ],
  '/listeners/tcp:default': {
    id: 'tcp:default',
    type: 'tcp',
    bind: '0.0.0.0:1883',
    enable: true,
    acceptors: 16,
    max_connections: 'infinity',
    mountpoint: '',
    zone: 'default',
    enable_authn: true,
    access_rules: ['allow all'],
    proxy_protocol: false,
    proxy_protocol_timeout: '3s',
    tcp_options: { backlog: 1024, nodelay: true, active_n: 100 },
    running: true,
    current_connections: 3,
  },
  '/mqtt/retainer': {
    enable: true,
    msg_expiry_interval: '0s',
    allow_never_expire: true,
    msg_clear_interval: '0s',
    max_payload_size: '1MB',
    stop_publish_clear_msg: false,
    delivery_rate: '1000/s',
    max_publish_rate: 'infinity',
    backend: { type: 'built_in_database', storage_type: 'ram', max_retained_messages: 0, enable: true },
  },
  '/mqtt/retainer/messages': page([
    { msgid: '9', topic: '$SYS/brokers', qos: 0, publish_at: '2025-01-01T00:00:00.000+00:00' },
    { msgid: 'A', topic: 'state/1', qos: 1, publish_at: '2025-01-01T00:00:00.000+00:00' },
  ]),
  '/mqtt/retainer/message/state/1': {
    msgid: 'A',
    topic: 'state/1',
    qos: 1,
    payload: 'b24=',
    publish_at: '2025-01-01T00:00:00.000+00:00',
  },
  '/mqtt/delayed': { enable: true, max_delayed_messages: 0 },
  '/mqtt/topic_rewrite': [],
  '/mqtt/auto_subscribe': [],
  '/mqtt/topic_metrics': [],
  '/slow_subscriptions/settings': {
    enable: false,
    threshold: '500ms',
    expire_interval: '300s',
    top_k_num: 10,
    stats_type: 'whole',
  },
};

/** An EMQX that has a little of everything, and answers as the real one does. */
export async function startFakeEmqx(t: TestContext): Promise<FakeEmqx> {
  const methods = new Set<string>();
  const credentials = { key: 'emqx-key', secret: 'emqx-secret' };
  const expected = `Basic ${btoa(`${credentials.key}:${credentials.secret}`)}`;
  const server = createServer((request, response) => {
    methods.add(request.method ?? '');
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (request.headers.authorization !== expected)
      return answer(401, { code: 'BAD_API_KEY_OR_SECRET', message: 'Check api_key/api_secret' });
    const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '').replace(/^\/api\/v5/, '');
    const found = ANSWERS[path];
    return found === undefined
      ? answer(404, { code: 'NOT_FOUND', message: 'Request Path Not Found' })
      : answer(200, found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, ...credentials, methods };
}
