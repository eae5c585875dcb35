import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { startDelivery } from '../../../test/support/delivery-scenario.ts';
import { ActionMetrics, PrometheusSettings } from '../contract.ts';

/** Of the text format: each sample stands below the head of its family, and no family comes twice. */
function samplesOf(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  const families = new Set<string>();
  let family = '';
  for (const line of text.trimEnd().split('\n')) {
    const [, kind, name = ''] = /^# (HELP|TYPE) (\w+) /.exec(line) ?? [];
    if (kind === 'HELP') {
      assert.ok(!families.has(name), `${name} comes twice`);
      families.add(name);
      family = name;
    } else if (kind === 'TYPE') {
      assert.equal(name, family);
      assert.match(line, / (counter|gauge)$/);
    } else {
      const [, sample = '', labels = '', value] =
        /^(\w+)(\{(?:\w+="(?:[^"\\]|\\.)*",?)+\})? (\S+)$/.exec(line) ?? [];
      assert.equal(sample, family, line);
      assert.ok(Number.isFinite(Number(value)), line);
      samples.set(sample + labels, Number(value));
    }
  }
  return samples;
}

test('figures of the broker are fetched as text without credentials, or as JSON', async (t) => {
  const api = await startApi(t);
  const { status, headers, text } = await api.send('GET /prometheus/stats', { who: 'nobody' });
  assert.equal(status, 200);
  assert.match(String(headers['content-type']), /^text\/plain/);
  const samples = samplesOf(text);
  for (const name of [
    'emqx_connections_count',
    'emqx_live_connections_max',
    'emqx_subscriptions_shared_count',
    'emqx_bytes_received',
    'emqx_packets_connect',
    'emqx_packets_publish_sent',
    'emqx_messages_dropped_no_subscribers',
    'emqx_delivery_dropped_queue_full',
    'emqx_client_connected',
    'emqx_session_created',
    'emqx_authorization_allow',
    'emqx_authentication_success',
    'emqx_rules_matched',
    'emqx_vm_cpu_use',
    'emqx_vm_used_memory',
    'emqx_cluster_nodes_running',
  ]) {
    assert.ok(samples.has(name), name);
  }
  const labelled = await api.send('GET /prometheus/stats?mode=all_nodes_unaggregated', { who: 'nobody' });
  assert.ok(samplesOf(labelled.text).has('emqx_connections_count{node="tocsin@127.0.0.1"}'));

  const json = await api.send('GET /prometheus/stats', { headers: { accept: 'application/json' } });
  const groups = json.body as Record<string, Record<string, number>>;
  assert.equal(groups.stats?.emqx_connections_count, 0);
  assert.ok(Object.hasOwn(groups.packets ?? {}, 'emqx_packets_connect'));
  assert.deepEqual(groups.certs, []);
  samplesOf((await api.send('GET /prometheus/auth', { who: 'nobody' })).text);
});

test('figures tell how deliveries end and why, and what waits', async (t) => {
  const delivery = startDelivery(t);
  const { connectors, actions, log, figures, clock } = delivery;
  const api = await startApi(t, { connectors, actions, deliveries: log, deliveryFigures: figures, clock });
  const receiver = await delivery.connect('web');
  delivery.run('http:web', 'c1');
  await delivery.untilSettled(1);
  receiver.answer = (_request, response) => void response.writeHead(404).end();
  delivery.run('http:web', 'c2');
  await delivery.untilSettled(2);
  receiver.answer = (_request, response) => void response.writeHead(503).end();
  delivery.run('http:web', 'c3');
  await delivery.untilSettled(3);
  actions.setEnabled('http:web', false);
  delivery.run('http:web', 'c4');
  await clock.advance(5000);

  await api.send('POST /rules', { body: { id: 'say "hi"\\', sql: 'SELECT * FROM "t"' } });
  const samples = samplesOf((await api.send('GET /prometheus/data_integration', { who: 'nobody' })).text);
  const of = (result: string, reason: string) =>
    samples.get(
      `tocsin_deliveries_total{connector="http:web",action="http:web",result="${result}",reason="${reason}"}`,
    );
  assert.deepEqual(
    [of('delivered', ''), of('failed', 'config'), of('retried', 'remote'), of('dropped', 'resource_stopped')],
    [1, 1, 1, 1],
  );
  const labels = '{connector="http:web",action="http:web"}';
  assert.equal(samples.get(`tocsin_delivery_queue_depth${labels}`), 1);
  assert.equal(samples.get(`tocsin_delivery_oldest_waiting_seconds${labels}`), 5);
  assert.equal(samples.get('emqx_action_success{id="http:web"}'), 1);
  assert.equal(samples.get('emqx_action_enable{id="http:web"}'), 0);
  assert.equal(samples.get('emqx_connector_enable{id="http:web"}'), 1);
  assert.equal(samples.get('emqx_rule_enable{id="say \\"hi\\"\\\\"}'), 1);
  assert.equal(samples.get('emqx_actions_count'), 1);

  const { metrics } = ActionMetrics.parse((await api.send('GET /connectors/http:web/metrics')).body);
  assert.deepEqual([metrics.matched, metrics.success, metrics.failed, metrics.dropped], [4, 1, 1, 1]);
  assert.equal(metrics.queuing, 1, 'matched is success, failed, dropped and what waits');
});

test('figures can be kept for those who have credentials', async (t) => {
  const api = await startApi(t);
  await checkTable(api, [
    { request: 'GET /prometheus', status: 200, answer: PrometheusSettings },
    { request: 'PUT /prometheus', body: { enable_basic_auth: true }, who: 'viewerKey', status: 403 },
    { request: 'PUT /prometheus', body: { enable_basic_auth: 1 }, status: 400, code: 'BAD_REQUEST' },
    {
      request: 'PUT /prometheus',
      body: { push_gateway: { enable: true } },
      status: 400,
      code: 'BAD_REQUEST',
    },
    {
      request: 'PUT /prometheus',
      body: { enable_basic_auth: true },
      status: 200,
      answer: PrometheusSettings,
    },
    { request: 'GET /prometheus/stats', who: 'nobody', status: 401 },
    { request: 'GET /prometheus/stats', who: 'publisherKey', status: 403 },
    { request: 'GET /prometheus/data_integration', who: 'viewerKey', status: 200 },
    { request: 'GET /prometheus/auth', who: 'viewer', status: 200 },
    { request: 'GET /prometheus', who: 'nobody', status: 401 },
  ]);
});

test('every family that EMQX has for broker, access and integrations is there by its name', async (t) => {
  const api = await startApi(t);
  await api.send('POST /connectors', { body: { type: 'http', name: 'web', url: 'http://up' } });
  const action = { type: 'http', name: 'tell', connector: 'web', parameters: { path: '/' } };
  await api.send('POST /actions', { body: action });
  await api.send('POST /rules', { body: { id: 'one', sql: 'SELECT * FROM "t"' } });
  const both = (names: string, ...ends: string[]) =>
    names.split(' ').flatMap((name) => ends.map((end) => `emqx_${name}_${end}`));
  const packets = ['puback', 'pubrec', 'pubcomp'].flatMap((name) =>
    both(`packets_${name}`, 'received', 'sent', 'inuse', 'missed'),
  );
  const expected = {
    stats: [
      ...both(
        'connections live_connections sessions channels cluster_sessions topics suboptions subscribers subscriptions subscriptions_shared durable_subscriptions retained delayed',
        'count',
        'max',
      ),
      ...both(
        'vm',
        'cpu_use',
        'cpu_idle',
        'run_queue',
        'process_messages_in_queues',
        'total_memory',
        'used_memory',
      ),
      ...both('cluster_nodes', 'running', 'stopped'),
      ...both('bytes packets messages messages_qos0 messages_qos1 messages_qos2', 'received', 'sent'),
      ...both('packets_connect packets_connack_sent packets_pingreq_received packets_pingresp_sent', '').map(
        (name) => name.slice(0, -1),
      ),
      ...both('packets_connack packets_subscribe packets_publish', 'error', 'auth_error'),
      ...both('packets_publish', 'received', 'sent', 'inuse', 'dropped'),
      ...packets,
      ...both('packets_pubrel', 'received', 'sent', 'missed'),
      ...both('packets_disconnect packets_auth', 'received', 'sent'),
      ...both(
        'packets',
        'subscribe_received',
        'suback_sent',
        'unsubscribe_received',
        'unsubscribe_error',
        'unsuback_sent',
      ),
      ...both(
        'messages',
        'publish',
        'dropped',
        'dropped_expired',
        'dropped_no_subscribers',
        'forward',
        'retained',
      ),
      ...both('messages', 'delayed', 'delivered', 'acked', 'persisted', 'dropped_quota_exceeded'),
      ...both('messages_dropped', 'await_pubrel_timeout', 'receive_maximum'),
      ...both('messages_validation messages_transformation', 'failed', 'succeeded'),
      ...both('delivery_dropped', 'no_local', 'too_large', 'qos0_msg', 'queue_full', 'expired'),
      'emqx_delivery_dropped',
      ...both('client', 'connect', 'connack', 'connected', 'authenticate', 'auth_anonymous', 'authorize'),
      ...both('client', 'subscribe', 'unsubscribe', 'disconnected', 'disconnected_reason'),
      ...both('session', 'created', 'resumed', 'takenover', 'discarded', 'terminated'),
      ...both('overload_protection', 'delay_ok', 'delay_timeout', 'hibernation', 'gc', 'new_conn'),
      ...both('authorization', 'allow', 'deny', 'cache_hit', 'cache_miss'),
      ...both('authentication', 'success', 'success_anonymous', 'failure'),
      'emqx_rules_matched',
      'emqx_actions_executed',
      'emqx_cert_expiry_at',
    ],
    auth: [
      ...both('authn', 'enable', 'status', 'nomatch', 'total', 'success', 'failed', 'users_count'),
      ...both('authz', 'enable', 'status', 'nomatch', 'total', 'allow', 'deny', 'rules_count'),
      'emqx_banned_count',
    ],
    data_integration: [
      ...both('rules actions connectors', 'count'),
      ...both('connector', 'enable', 'status'),
      ...both('rule', 'enable', 'matched', 'passed', 'failed', 'failed_exception', 'failed_no_result'),
      ...both('rule_actions', 'total', 'success', 'failed', 'discarded'),
      ...both('rule_actions_failed', 'out_of_service', 'unknown'),
      ...both('action', 'enable', 'status', 'matched', 'dropped', 'success', 'failed', 'inflight'),
      ...both('action', 'received', 'late_reply', 'retried', 'retried_success', 'retried_failed', 'queuing'),
      ...both('action_dropped', 'expired', 'other', 'queue_full', 'resource_not_found', 'resource_stopped'),
    ],
    topic_metrics: both('topic_metric_messages', 'in_count', 'out_count', 'dropped_count'),
  };
  for (const [page, names] of Object.entries(expected)) {
    const { text } = await api.send(`GET /prometheus/${page}`, { who: 'nobody' });
    const served = new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name));
    const missing = names.filter((name) => !served.has(name));
    assert.deepEqual(missing, [], page);
  }
});

test('the JSON form has the groups of EMQX, and the node where it is asked for', async (t) => {
  const api = await startApi(t);
  const read = async (page: string) =>
    (await api.send(`GET /prometheus/${page}`, { headers: { accept: 'application/json' } })).body as Record<
      string,
      Record<string, unknown>
    >;
  const groups = await read('stats');
  for (const name of 'stats metrics packets messages delivery client session cluster olp acl authn'.split(
    ' ',
  ))
    assert.ok(
      Object.keys(groups[name] ?? {}).every((family) => /^(emqx|tocsin)_/.test(family)),
      name,
    );
  assert.ok(Array.isArray(groups.certs));
  const unaggregated = await read('stats?mode=all_nodes_unaggregated');
  assert.equal(unaggregated.stats?.node, 'tocsin@127.0.0.1');
  const { tocsin } = unaggregated as { tocsin?: Record<string, Record<string, unknown>[]> };
  assert.equal(tocsin?.tocsin_ready?.[0]?.node, 'tocsin@127.0.0.1');
});

test('messages of counted topics are told with the topic, whatever its name', async (t) => {
  const api = await startApi(t);
  const topic = 'plant/"1"';
  await api.send('POST /mqtt/topic_metrics', { body: { topic } });
  const from = {
    clientId: 'd1',
    username: undefined,
    peerHost: undefined,
    peerName: undefined,
    attributes: {},
  };
  api.broker.publish({ topic, payload: Buffer.from('x'), qos: 0, retain: false, from });
  const { text } = await api.send('GET /prometheus/topic_metrics', { who: 'nobody' });
  const labels = '{name="plant/\\"1\\"",topic_filter="plant/\\"1\\"",namespace="$global"}';
  assert.equal(samplesOf(text).get(`emqx_topic_metric_messages_in_count${labels}`), 1);
});
