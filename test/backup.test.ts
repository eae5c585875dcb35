import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { connectAsync } from 'mqtt';
import { startTestApp, type TestApp } from './support/running-app.ts';

const DATABASE = 'password_based:built_in_database';

interface Entry {
  readonly kind: string;
  readonly id: string;
  readonly what: string;
  readonly conflict?: string;
  readonly at?: string;
}

/** A broker with something of every kind. */
async function startConfigured(t: TestContext): Promise<TestApp> {
  const app = await startTestApp(t);
  const { api } = app;
  await api.must('POST', '/schema_registry', {
    name: 'reading',
    type: 'json',
    source: '{"type":"object"}',
    description: '',
  });
  await api.must('POST', '/connectors', {
    type: 'http',
    name: 'erp',
    url: 'http://127.0.0.1:9/',
    headers: { authorization: 'Bearer s3cret-of-erp-1' },
  });
  await api.must('POST', '/actions', {
    type: 'http',
    name: 'tell',
    connector: 'erp',
    parameters: { method: 'post', path: '/events', body: '${.}' },
  });
  await api.must('POST', '/rules', { id: 'hot', sql: 'SELECT * FROM "t/#"', actions: ['http:tell'] });
  await api.must('POST', '/authentication', {
    mechanism: 'password_based',
    backend: 'built_in_database',
    password_hash_algorithm: { name: 'sha256', salt_position: 'suffix' },
  });
  await api.must('POST', `/authentication/${DATABASE}/users`, { user_id: 'meter-7', password: 'a-good-one' });
  await api.must('POST', '/authorization/sources', { type: 'built_in_database' });
  await api.must('POST', '/authorization/sources/built_in_database/rules/users', [
    { username: 'meter-7', rules: [{ topic: 'm/#', permission: 'allow', action: 'publish' }] },
  ]);
  await api.must('POST', '/authorization/sources/built_in_database/rules/all', {
    rules: [{ topic: 'x/#', permission: 'deny', action: 'all' }],
  });
  await api.must('POST', '/banned', { as: 'clientid', who: 'dev-9', reason: 'scanner' });
  await api.must('POST', '/listeners', { type: 'tcp', name: 'plant', bind: '127.0.0.1:0', enable: false });
  await api.must('PUT', '/monitors/event_loop_delay', { severity: 'critical' });
  await api.must('POST', '/silences', { matchers: { rule: 'hot' }, until_resolved: true, reason: 'move' });
  await api.must('POST', '/maintenance_windows', {
    name: 'night',
    matchers: { rule: 'hot' },
    schedule: 'sat 22:00-23:00 Asia/Shanghai',
  });
  await api.must('POST', '/publish', {
    topic: 'state/1',
    payload: 'on',
    retain: true,
    properties: { content_type: 'text/plain', message_expiry_interval: 3600 },
  });
  return app;
}

async function backupOf({ api }: TestApp, query = ''): Promise<string> {
  return JSON.stringify(await api.must('GET', `/backup?format=json${query}`));
}

async function planOf({ api }: TestApp, document: string): Promise<Entry[]> {
  return ((await api.must('POST', '/backup/plan', { document })) as { entries: Entry[] }).entries;
}

const short = (entries: readonly Entry[]) => entries.map(({ kind, id, what }) => `${what} ${kind} ${id}`);

test('a backup holds everything and no secret, and taken over at once it changes nothing', async (t) => {
  const app = await startConfigured(t);
  const document = await backupOf(app, '&retained=true');
  assert.ok(!document.includes('s3cret-of-erp-1'), 'the secret is left out');
  assert.match(document, /"contains_secrets":"none","contains_password_hashes":true/, 'and it says so');
  assert.match(await backupOf(app, '&mqtt_users=false'), /"contains_password_hashes":false/);
  const entries = await planOf(app, document);
  assert.deepEqual(
    entries.filter(({ what }) => what !== 'same'),
    [],
  );
  const kinds = new Set(entries.map(({ kind }) => kind));
  for (const kind of [
    'connectors',
    'actions',
    'rules',
    'mqtt_users',
    'bans',
    'listeners',
    'silences',
    'retained',
  ])
    assert.ok(kinds.has(kind), `${kind} is among them`);
});

test('an import takes back what was changed and deleted, keeps what it has no secret for, and can be undone', async (t) => {
  const app = await startConfigured(t);
  const { api } = app;
  const document = await backupOf(app);
  await api.must('PUT', '/rules/hot', { sql: 'SELECT * FROM "other/#"', actions: ['http:tell'] });
  await api.must('DELETE', '/banned/clientid/dev-9');
  await api.must('DELETE', `/authentication/${DATABASE}/users/meter-7`);
  assert.deepEqual(short((await planOf(app, document)).filter(({ what }) => what !== 'same')), [
    'change rules hot',
    `add mqtt_users ${DATABASE}:meter-7`,
    'add bans clientid:dev-9',
  ]);
  const only = [
    { kind: 'rules', id: 'hot' },
    { kind: 'mqtt_users', id: `${DATABASE}:meter-7` },
  ];
  const { results } = (await api.must('POST', '/backup/import', { document, only })) as {
    results: { what: string }[];
  };
  assert.deepEqual(results.map(({ what }) => what).toSorted(), ['added', 'changed']);
  assert.equal(((await api.must('GET', '/rules/hot')) as { sql: string }).sql, 'SELECT * FROM "t/#"');
  const client = await connectAsync({
    port: app.tcpPort,
    username: 'meter-7',
    password: 'a-good-one',
    reconnectPeriod: 0,
  });
  await client.endAsync(true);
  assert.equal(((await api.must('GET', '/backup/undo')) as { count: number }).count, 2);
  await api.must('POST', '/backup/undo');
  assert.equal(((await api.must('GET', '/rules/hot')) as { sql: string }).sql, 'SELECT * FROM "other/#"');
  const { status } = await api.call('GET', `/authentication/${DATABASE}/users/meter-7`);
  assert.equal(status, 404);
  assert.equal((await api.call('POST', '/backup/undo')).status, 404);
});

test('into an empty broker everything goes but what needs a secret', async (t) => {
  const document = await backupOf(await startConfigured(t), '&retained=true');
  const empty = await startTestApp(t);
  const entries = await planOf(empty, document);
  const conflicts = entries.filter(({ what }) => what === 'conflict');
  assert.deepEqual(
    conflicts.map(({ kind, id, conflict, at }) => [kind, id, conflict, at]),
    [['connectors', 'http:erp', 'needs_secret', 'headers.authorization']],
  );
  const filled = document.replaceAll('Bearer ******', 'Bearer x').replaceAll('"******"', '"Bearer x"');
  const { results } = (await empty.api.must('POST', '/backup/import', { document: filled })) as {
    results: { kind: string; id: string; what: string; reason?: string }[];
  };
  assert.deepEqual(
    results.filter(({ what }) => what === 'failed'),
    [],
  );
  const again = (await planOf(empty, filled)).filter(
    // They get new ids, and nobody can tell whether a secret that is given is the one that is stored.
    ({ kind, what }) => what !== 'same' && !['silences', 'maintenance_windows', 'connectors'].includes(kind),
  );
  assert.deepEqual(short(again), []);
  const undone = (await empty.api.must('POST', '/backup/undo')) as { results: { what: string }[] };
  assert.deepEqual(
    undone.results.filter(({ what }) => what === 'failed'),
    [],
  );
  assert.deepEqual(((await empty.api.must('GET', '/rules')) as { data: unknown[] }).data, []);
});

test('what is no backup is refused in a sentence', async (t) => {
  const { api } = await startTestApp(t);
  for (const [document, sentence] of [
    ['hello', /not a backup/],
    ['{', /neither YAML nor JSON/],
    ['tocsin_backup: 9', /format 9/],
    ['tocsin_backup: 1\nobjects: []', /objects is missing/],
    ['tocsin_backup: 1\nobjects: { rules: 3 }', /not a list/],
  ] as const) {
    const { status, body } = await api.call('POST', '/backup/plan', { document });
    assert.equal(status, 400, document);
    assert.match((body as { message: string }).message, sentence);
  }
  const unknown = 'tocsin_backup: 1\nobjects: { wishes: [{ id: a }] }';
  const { body } = await api.call('POST', '/backup/plan', { document: unknown });
  assert.equal((body as { entries: Entry[] }).entries[0]?.conflict, 'unknown_kind');
});

test('a retained message comes back as it was, and no rule takes it for a new one', async (t) => {
  const app = await startConfigured(t);
  const { api } = app;
  const document = await backupOf(app, '&retained=true');
  const before = await api.must('GET', '/mqtt/retainer/message/state%2F1');
  await api.must('DELETE', '/mqtt/retainer/messages');
  await api.must('PUT', '/rules/hot', { sql: 'SELECT * FROM "state/#"', actions: [] });
  const only = [{ kind: 'retained', id: 'state/1' }];
  await api.must('POST', '/backup/import', { document, only });
  const after = await api.must('GET', '/mqtt/retainer/message/state%2F1');
  const msgid = 'another one';
  assert.deepEqual({ ...(after as object), msgid }, { ...(before as object), msgid });
  const { metrics } = (await api.must('GET', '/rules/hot/metrics')) as { metrics: { matched: number } };
  assert.equal(metrics.matched, 0);
});

test('a backup and an import leave MQTT clients their turns', async (t) => {
  const app = await startConfigured(t);
  for (let n = 0; n < 30; n++)
    await app.api.must('POST', '/publish', { topic: `many/${n}`, payload: 'on', retain: true });
  let turns = 0;
  const count = () => {
    turns++;
    counting = setImmediate(count);
  };
  let counting = setImmediate(count);
  t.after(() => clearImmediate(counting));
  const document = await backupOf(app, '&retained=true');
  assert.ok(turns >= 30, `${turns} turns while 31 messages are read`);
  await app.api.must('DELETE', '/mqtt/retainer/messages');
  turns = 0;
  await app.api.must('POST', '/backup/import', { document });
  assert.ok(turns >= 60, `${turns} turns while 31 messages are looked for and put`);
});
