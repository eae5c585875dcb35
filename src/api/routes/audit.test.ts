import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { PASSWORD, startApi } from '../../../test/support/api-scenario.ts';
import { openAuditTable } from '../../../test/support/audit-scenario.ts';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { AuditRecord } from '../audit/audit-record.ts';
import { AuditEntry, pageOf } from '../contract.ts';

const AuditPage = pageOf(AuditEntry);

async function start(t: TestContext, limits: { maximum?: number; retention?: number } = {}) {
  const clock = new FakeClock(Date.UTC(2026, 0, 31, 12));
  const audit = openAuditTable(t, clock, limits);
  const api = await startApi(t, { audit, clock });
  const entries = async (query = ''): Promise<AuditEntry[]> => {
    const { status, text, body } = await api.send(`GET /audit${query}`);
    assert.equal(status, 200, text);
    assert.deepEqual(AuditPage.parse(body), body);
    return AuditPage.parse(body).data;
  };
  return { api, audit, clock, entries };
}

test('a change is written down with who made it, from where, and what it was before', async (t) => {
  const { api, entries } = await start(t);
  const settings = (await api.send('GET /mqtt/retainer')).body as object;
  const body = { ...settings, msg_expiry_interval: '3d' };
  await api.send('PUT /mqtt/retainer', { body, address: '10.1.2.3' });
  const [entry] = await entries();
  assert.deepEqual(
    [entry?.from, entry?.source_ip, entry?.operation_id, entry?.operation_type, entry?.http_method],
    ['rest_api', '10.1.2.3', '/mqtt/retainer', 'mqtt', 'put'],
  );
  assert.equal(entry?.source, 'admin-key');
  assert.deepEqual(entry?.changes, [{ path: 'msg_expiry_interval', before: '0s', after: '3d' }]);
  assert.equal(entry?.operation_result, 'success');
  assert.match(entry?.created_at ?? '', /\.\d{6}[+-]/);
});

test('what is made and deleted is told member by member, and no secret of it', async (t) => {
  const { api, entries } = await start(t);
  const made = await api.send('POST /api_key', {
    who: 'admin',
    body: { name: 'ci', desc: 'for the builds' },
  });
  const { api_secret } = made.body as { api_secret: string };
  await api.send('DELETE /api_key/ci', { who: 'admin' });
  const [gone, created] = await entries('?operation_type=api_key');
  assert.ok(created?.changes.some(({ path, after }) => path === 'desc' && after === 'for the builds'));
  assert.ok(gone?.changes.some(({ path, before, after }) => path === 'name' && before === 'ci' && !after));
  assert.equal(gone?.from, 'dashboard');
  const text = (await api.send('GET /audit')).text;
  assert.ok(!text.includes(api_secret), 'the secret of the key is not in the log');
});

test('passwords, old and new, are not in the log', async (t) => {
  const { api } = await start(t);
  const body = { old_pwd: PASSWORD, new_pwd: 'another-horse-2' };
  assert.equal((await api.send('POST /users/admin/change_pwd', { who: 'admin', body })).status, 204);
  const { text } = await api.send('GET /audit');
  assert.ok(text.includes('change_pwd') && !text.includes('another-horse-2') && !text.includes(PASSWORD));
});

test('a refusal is a failure with its reason, and a call without credentials leaves no trace', async (t) => {
  const { api, entries } = await start(t);
  await api.send('POST /banned', { who: 'viewerKey', body: { as: 'clientid', who: 'dev-1' } });
  await api.send('POST /banned', { who: 'nobody', body: { as: 'clientid', who: 'dev-1' } });
  await api.send('POST /login', { who: 'nobody', body: { username: 'admin', password: 'wrong-one-1' } });
  const [login, refused, ...others] = await entries();
  assert.deepEqual(others, []);
  assert.deepEqual([login?.source, login?.http_status_code], ['admin', 401]);
  assert.match(refused?.failure ?? '', /UNAUTHORIZED_ROLE/);
  assert.deepEqual([refused?.source, refused?.from], ['viewer-key', 'rest_api']);
  assert.deepEqual(refused?.changes, []);
});

test('questions and what programs do all the time are not written down', async (t) => {
  const { api, entries } = await start(t);
  await api.send('POST /publish', { body: { topic: 't', payload: 'x' } });
  await api.send('GET /banned');
  await api.send('POST /authorization/explain', { body: { clientid: 'a', action: 'publish', topic: 't' } });
  assert.deepEqual(await entries(), []);
});

test('entries are found by who, what, result, time and text, page by page', async (t) => {
  const { api, clock, entries } = await start(t);
  for (const who of ['dev-1', 'dev-2', 'dev-3']) {
    await api.send('POST /banned', { body: { as: 'clientid', who } });
    await clock.advance(60_000);
  }
  assert.equal((await entries('?text=DEV-2')).length, 1);
  assert.equal((await entries('?source=nobody')).length, 0);
  assert.equal((await entries(`?gte_created_at=${(clock.now() - 60_000) * 1000}`)).length, 1);
  assert.equal((await entries('?http_method=delete')).length, 0);
  const { body } = await api.send('GET /audit?limit=2&page=2');
  assert.deepEqual((body as { meta: unknown }).meta, { page: 2, limit: 2, count: 3, hasnext: false });
});

test('the log is bounded in number and in age', async (t) => {
  const { api, audit, clock, entries } = await start(t, { maximum: 60, retention: 3_600_000 });
  const record = { ...(await recordOf(api, entries)), at: clock.now() };
  for (let n = 0; n < 200; n++) audit.add(record);
  assert.ok((await entries('?limit=1000')).length < 120);
  await clock.advance(7_200_000);
  for (let n = 0; n < 50; n++) audit.add({ ...record, at: clock.now() });
  assert.ok((await entries('?limit=1000')).every(({ created_at }) => Date.parse(created_at) === clock.now()));
});

test('without a log the answer is that of EMQX', async (t) => {
  const api = await startApi(t);
  const { status, body } = await api.send('GET /audit');
  assert.deepEqual([status, body], [400, { code: 'BAD_REQUEST', message: 'Audit is disabled' }]);
});

async function recordOf(
  api: Awaited<ReturnType<typeof startApi>>,
  entries: () => Promise<AuditEntry[]>,
): Promise<AuditRecord> {
  await api.send('POST /banned', { body: { as: 'clientid', who: 'dev-1' } });
  const [entry] = await entries();
  assert.ok(entry);
  return {
    at: 0,
    from: entry.from,
    source: entry.source,
    sourceIp: entry.source_ip,
    operationId: entry.operation_id,
    operationType: entry.operation_type,
    result: entry.operation_result,
    status: entry.http_status_code,
    method: entry.http_method,
    durationMs: entry.duration_ms,
    details: { bindings: {}, body: null, headers: {}, failure: '', changes: [], moreChanges: 0 },
  };
}
