import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { writeTarGz } from '../src/lib/tar.ts';
import { type FakeEmqx, startFakeEmqx } from './support/fake-emqx.ts';
import { startTestApp, type TestApp } from './support/running-app.ts';

const CLUSTER = readFileSync(new URL('samples/emqx/cluster.hocon', import.meta.url), 'utf8');

interface Row {
  readonly id: string;
  readonly verdict: string;
  readonly what: string;
  readonly selected: boolean;
  readonly reasons: readonly { code: string; message: string; message_zh: string }[];
  readonly original: unknown;
  readonly becomes: readonly { kind: string; id: string; item: Record<string, unknown> }[];
  readonly offers: readonly { id: string; message: string; becomes: Row['becomes'] }[];
}

interface Plan {
  readonly plan: string;
  readonly source: string;
  readonly version: string;
  readonly counts: Record<string, number>;
  readonly rows: readonly Row[];
}

interface Applied {
  readonly results: readonly { kind: string; id: string; what: string; reason?: string }[];
}

const planOf = async ({ api }: TestApp, body: unknown) =>
  (await api.must('POST', '/emqx_import/plan', body)) as Plan;
const rowIn = ({ rows }: Plan, id: string): Row => {
  const row = rows.find((one) => one.id === id);
  assert.ok(row, `${id} is among ${rows.map((one) => one.id).join(', ')}`);
  return row;
};
const codes = (row: Row) => row.reasons.map(({ code }) => code);

async function upload(
  { app }: TestApp,
  name: string,
  bytes: Uint8Array,
): Promise<{ status: number; body: Plan & { message: string } }> {
  const form = new FormData();
  form.set('filename', new Blob([new Uint8Array(bytes)]), name);
  const response = await fetch(`http://127.0.0.1:${app.ready.dashboard.port}/api/v5/emqx_import/plan`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('test:test-secret')}` },
    body: form,
  });
  return { status: response.status, body: (await response.json()) as Plan & { message: string } };
}

test('a cluster.hocon is told thing by thing: what stays the same, what changes and what cannot be', async (t) => {
  const app = await startTestApp(t);
  const plan = await planOf(app, { text: CLUSTER });
  assert.equal(plan.source, 'cluster_hocon');
  const verdicts = Object.fromEntries(plan.rows.map(({ id, verdict }) => [id, verdict]));
  assert.deepEqual(verdicts, {
    'rule/device_offline': 'same',
    'rule/hot': 'same',
    'rule/into_mongo': 'adapted',
    'rule/broken': 'not_supported',
    'connector/http:dingtalk': 'same',
    'connector/http:erp': 'same',
    'connector/kafka_producer:plant': 'same',
    'connector/mongodb:mongo': 'not_supported',
    'action/http:ding_offline': 'same',
    'action/http:erp_events': 'adapted',
    'action/kafka_producer:to_kafka': 'same',
    'action/mongodb:archive': 'not_supported',
    'bridge/webhook:old_hook': 'adapted',
    'channel/dingtalk:ding_offline': 'adapted',
    'authenticator/password_based:built_in_database': 'adapted',
    'authenticator/password_based:mysql': 'not_supported',
    'authorization/file': 'not_supported',
    'authorization/built_in_database': 'same',
    'authorization/redis': 'not_supported',
    'authorization/settings': 'same',
    'listener/quic:default': 'not_supported',
    'listener/tcp:plant': 'adapted',
    'setting/retainer': 'adapted',
    'setting/delayed': 'same',
    'setting/rewrite': 'same',
    'setting/slow_subs': 'same',
    'setting/topic_metrics': 'same',
    'setting/rule_engine': 'same',
    'setting/log': 'not_supported',
    'setting/mqtt': 'not_supported',
  });
  assert.ok(
    plan.rows.every(({ verdict, reasons }) => verdict === 'same' || reasons.length > 0),
    'each says why',
  );
  const leftOut = rowIn(plan, 'action/http:erp_events').reasons[0];
  assert.match(leftOut?.message ?? '', /resource_opts\.nosuch_option/);
  assert.match(leftOut?.message_zh ?? '', /已略去/);
  const text = JSON.stringify(plan);
  for (const secret of ['s3cret-of-the-erp', 'mongo-passw0rd', '0f1e2d3c4b5a'])
    assert.ok(!text.includes(secret), `${secret} is masked`);
  const mongo = rowIn(plan, 'connector/mongodb:mongo').original as { parameters: { server: string } };
  assert.equal(mongo.parameters.server, '127.0.0.1:27017', 'what we lack is in the report');
  assert.deepEqual(await app.api.must('GET', '/connectors'), [], 'a plan does nothing');
});

test('taken over, everything is there as it was, nothing else, a second plan finds it the same, and it can be undone', async (t) => {
  const app = await startTestApp(t);
  const { api } = app;
  const plan = await planOf(app, { text: CLUSTER });
  const { results } = (await api.must('POST', '/emqx_import/apply', { plan: plan.plan })) as Applied;
  assert.deepEqual(
    results.filter(({ what }) => what === 'failed'),
    [],
  );
  const rule = (await api.must('GET', '/rules/device_offline')) as Record<string, unknown>;
  assert.equal(
    rule.sql,
    'SELECT\n  clientid,\n  reason\nFROM\n  "$events/client_disconnected"\nWHERE\n  reason != \'normal\'',
  );
  assert.deepEqual(
    [rule.name, rule.description, rule.enable, rule.actions, rule.alert],
    ['Device offline', 'tell the group', true, ['http:ding_offline'], undefined],
    'behaviour stays the same',
  );
  const hot = (await api.must('GET', '/rules/hot')) as { enable: boolean; actions: { function?: string }[] };
  assert.equal(hot.enable, false);
  assert.deepEqual(
    hot.actions.map((output) => output.function ?? output),
    ['http:erp_events', 'republish', 'console'],
  );
  const hook = (await api.must('GET', '/actions/http:old_hook')) as { parameters: { path: string } };
  assert.equal(hook.parameters.path, '/hook?site=${clientid}');
  const connectors = (await api.must('GET', '/connectors')) as { type: string }[];
  assert.ok(!connectors.some(({ type }) => type === 'dingtalk'), 'a channel is offered and not made');
  const listeners = (await api.must('GET', '/listeners')) as { id: string }[];
  assert.ok(!listeners.some(({ id }) => id === 'tcp:plant'), 'no port is opened that nobody ticked');
  const sources = (await api.must('GET', '/authorization/sources')) as { sources: { type: string }[] };
  assert.deepEqual(
    sources.sources.map(({ type }) => type),
    ['built_in_database', 'file'],
    'ours behind it',
  );

  const again = await planOf(app, { text: CLUSTER });
  const different = again.rows
    .filter(({ selected, what }) => selected && what !== 'same')
    .map(({ id }) => id);
  assert.deepEqual(different, []);
  await api.must('POST', '/backup/undo');
  assert.deepEqual(await api.must('GET', '/connectors'), []);
  assert.equal((await api.call('GET', '/rules/hot')).status, 404);
});

test('an HTTP action to a chat is offered as a channel, with an alert in place of its messages', async (t) => {
  const app = await startTestApp(t);
  const { api } = app;
  const plan = await planOf(app, { text: CLUSTER });
  const row = rowIn(plan, 'rule/device_offline');
  assert.deepEqual(
    row.offers.map(({ id }) => id),
    ['renew', 'alert'],
  );
  const alert = row.offers[1]?.becomes[0]?.item.alert as Record<string, unknown>;
  assert.deepEqual(
    [alert.for, alert.group, alert.notify, alert.title],
    ['60s', { window: '30s' }, ['dingtalk:ding_offline'], 'Device offline'],
  );
  const only = ['rule/device_offline'];
  const offers = [
    { row: 'rule/device_offline', offer: 'renew' },
    { row: 'rule/device_offline', offer: 'alert' },
  ];
  const { results } = (await api.must('POST', '/emqx_import/apply', {
    plan: plan.plan,
    only,
    offers,
  })) as Applied;
  assert.deepEqual(results.map(({ kind, id, what }) => `${what} ${kind} ${id}`).toSorted(), [
    'added connectors dingtalk:ding_offline',
    'added rules device_offline',
  ]);
  const rule = (await api.must('GET', '/rules/device_offline')) as {
    sql: string;
    actions: unknown[];
    alert: object;
  };
  assert.match(rule.sql, /"\$events\/client\/disconnected"/);
  assert.deepEqual(rule.actions, []);
  assert.ok(rule.alert);
  const channel = (await api.must('GET', '/connectors/dingtalk:ding_offline')) as { url: string };
  assert.match(channel.url, /^https:\/\/oapi\.dingtalk\.com\/robot\/send/);
});

test("EMQX's own archive is read: rules of access from its file, certificates as text, and what is binary is said", async (t) => {
  const app = await startTestApp(t);
  const acl =
    '{allow, {username, "dashboard"}, subscribe, ["$SYS/#"]}.\n{deny, all, subscribe, ["$SYS/#", {eq, "#"}]}.\n{allow, all}.\n';
  const base = 'emqx-export-2025-06-01-10-00-00.123';
  const tls =
    'ssl {enable = true, cacertfile = "/opt/emqx/data/certs/connectors/http/erp/ca.pem", verify = verify_peer}';
  const cluster = CLUSTER.replace(
    'url = "http://127.0.0.1:9/api"',
    `url = "https://127.0.0.1:9/api"\n${tls}`,
  );
  const files = {
    'META.hocon': 'edition = "ee"\nversion = "5.10.1"\n',
    'cluster.hocon': cluster,
    'authz/acl.conf': acl,
    'certs/connectors/http/erp/ca.pem': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
    'mnesia/emqx_authn_mnesia': '\u0001\u0002',
  };
  const bytes = await writeTarGz(
    Object.entries(files).map(([name, text]) => ({ path: `${base}/${name}`, bytes: Buffer.from(text) })),
    0,
  );
  const { status, body: plan } = await upload(app, `${base}.tar.gz`, bytes);
  assert.equal(status, 200, plan.message);
  assert.deepEqual([plan.source, plan.version], ['archive', '5.10.1']);
  assert.equal(rowIn(plan, 'authorization/file').becomes[0]?.item.rules, acl);
  assert.deepEqual(codes(rowIn(plan, 'table/emqx_authn_mnesia')), ['binaryTable']);
  const ssl = rowIn(plan, 'connector/http:erp').becomes[0]?.item.ssl as { cacertfile: string };
  assert.match(ssl.cacertfile, /BEGIN CERTIFICATE/);

  // The same by EMQX's calls.
  const form = new FormData();
  form.set('filename', new Blob([new Uint8Array(bytes)]), `${base}.tar.gz`);
  const url = `http://127.0.0.1:${app.app.ready.dashboard.port}/api/v5`;
  const headers = { authorization: `Basic ${btoa('test:test-secret')}` };
  assert.equal((await fetch(`${url}/data/files`, { method: 'POST', headers, body: form })).status, 204);
  const imported = await app.api.call('POST', '/data/import', { filename: `${base}.tar.gz` });
  // All that can be is taken over, and the answer names the rest.
  assert.equal(imported.status, 400);
  const { message } = imported.body as { message: string };
  assert.match(message, /connector mongodb:mongo: there is no connector of type mongodb here/);
  assert.ok(!message.includes('http:dingtalk'), message);
  const { sources } = (await app.api.must('GET', '/authorization/sources')) as {
    sources: { type: string }[];
  };
  assert.deepEqual(
    sources.map(({ type }) => type),
    ['file', 'built_in_database'],
    'in their order',
  );
});

async function startBoth(t: TestContext): Promise<{ app: TestApp; emqx: FakeEmqx }> {
  return { app: await startTestApp(t), emqx: await startFakeEmqx(t) };
}

test('a running EMQX is read by URL and API key, and nothing is changed there', async (t) => {
  const { app, emqx } = await startBoth(t);
  const plan = await planOf(app, { url: emqx.url, key: emqx.key, secret: emqx.secret });
  assert.deepEqual([plan.source, plan.version], ['running', '5.10.1']);
  assert.deepEqual(Object.fromEntries(plan.rows.map(({ id, verdict }) => [id, verdict])), {
    'rule/r1': 'same',
    'connector/http:wecom': 'same',
    'action/http:tell': 'same',
    'channel/wecom:tell': 'adapted',
    'authenticator/password_based:built_in_database': 'same',
    'authorization/file': 'same',
    'authorization/built_in_database': 'same',
    'authorization/settings': 'same',
    'access_rules/username u1': 'same',
    'access_rules/all': 'same',
    'ban/clientid bad': 'same',
    'retained/state/1': 'same',
    'listener/tcp:default': 'adapted',
    'setting/retainer': 'same',
    'setting/delayed': 'same',
    'setting/slow_subs': 'same',
    'setting/rule_engine': 'same',
    'user/password_based:built_in_database': 'not_supported',
  });
  const { results } = (await app.api.must('POST', '/emqx_import/apply', { plan: plan.plan })) as Applied;
  assert.deepEqual(
    results.filter(({ what }) => what === 'failed'),
    [],
  );
  const retained = (await app.api.must('GET', '/mqtt/retainer/message/state%2F1')) as { payload: string };
  assert.equal(Buffer.from(retained.payload, 'base64').toString(), 'on');
  const rules = (await app.api.must('GET', '/authorization/sources/built_in_database/rules/users/u1')) as {
    rules: object[];
  };
  assert.equal(rules.rules.length, 1);
  assert.deepEqual(emqx.methods, new Set(['GET']));
});

test('another Tocsin is read as EMQX is', async (t) => {
  const from = await startTestApp(t);
  await from.api.must('POST', '/connectors', { type: 'http', name: 'erp', url: 'http://127.0.0.1:9/' });
  await from.api.must('POST', '/rules', { id: 'a', sql: 'SELECT * FROM "t/#"', actions: [] });
  const to = await startTestApp(t);
  const url = `http://127.0.0.1:${from.app.ready.dashboard.port}`;
  const plan = await planOf(to, { url, key: 'test', secret: 'test-secret' });
  assert.equal(rowIn(plan, 'rule/a').verdict, 'same');
  assert.equal(rowIn(plan, 'connector/http:erp').verdict, 'same');
});

test('what cannot be read is refused with a sentence that says where', async (t) => {
  const { app, emqx } = await startBoth(t);
  const refused = async (body: unknown) => {
    const { status, body: problem } = await app.api.call('POST', '/emqx_import/plan', body);
    assert.equal(status, 400, JSON.stringify(problem));
    return (problem as { message: string }).message;
  };
  assert.match(await refused({ text: 'a = 1\nb = {' }), /line 2, column 5/);
  assert.match(
    await refused({ url: emqx.url, key: emqx.key, secret: 'wrong' }),
    /does not accept the API key/,
  );
  assert.match(await refused({ url: 'http://127.0.0.1:1', key: 'k', secret: 's' }), /127\.0\.0\.1:1/);
  assert.match(await refused({ url: 'ftp://x', key: 'k', secret: 's' }), /write the address/);
  assert.match(await refused({ url: 'http://169.254.169.254', key: 'k', secret: 's' }), /169\.254/);
  assert.match(await refused({}), /multipart field filename/);
  assert.match((await upload(app, 'x', Buffer.from([0, 1, 2]))).body.message, /neither a data export/);
  assert.match((await upload(app, 'x.tar.gz', Buffer.from([0x1f, 0x8b, 0]))).body.message, /cut off|damaged/);
  assert.equal((await app.api.call('POST', '/emqx_import/apply', { plan: 'nosuch' })).status, 404);
});
