import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { HttpReceiver } from '../../../test/support/http-receiver.ts';
import { InfluxdbReader } from '../../../test/support/influxdb-reader.ts';
import { realServer } from '../../../test/support/real-servers.ts';
import type { ConnectorHandle } from '../connector.ts';
import { type InfluxdbRequest, influxdb } from './influxdb.ts';

const real = realServer('influxdb');
const never = new AbortController().signal;
const request: InfluxdbRequest = { precision: 'ms', lines: ['m f=1 5'] };

async function open(t: TestContext, settings: object): Promise<ConnectorHandle<InfluxdbRequest>> {
  const handle = await influxdb.open(influxdb.settings.parse(settings));
  t.after(() => handle.close());
  return handle as ConnectorHandle<InfluxdbRequest>;
}

async function openReal(t: TestContext, own: object = {}) {
  const reader = await InfluxdbReader.open(t, real.url);
  const { host, username, password } = new URL(real.url);
  const parameters = {
    influxdb_type: 'influxdb_api_v1',
    database: reader.database,
    username,
    password,
    ...own,
  };
  return { reader, handle: await open(t, { server: host, parameters }) };
}

for (const [precision, time] of [
  ['s', '1700000000'],
  ['us', '1700000000000000'],
  ['ns', '1700000000000000000'],
] as const) {
  test(`times in ${precision} are understood`, real, async (t) => {
    const { reader, handle } = await openReal(t);
    await handle.send({ id: 'a', request: { precision, lines: [`m f=1 ${time}`] } }, never);
    assert.deepEqual(await reader.query('SELECT * FROM m'), [{ time: 1_700_000_000_000, f: 1 }]);
  });
}

test('a field of another type is refused, its neighbours are written', real, async (t) => {
  const { reader, handle } = await openReal(t);
  const lines = ['m f=1 1', 'm f="text" 2', 'nonsense', 'm f=4 4'];
  const parcels = lines.map((line, index) => ({
    id: `${index}`,
    request: { precision: 'ms', lines: [line] } as const,
  }));
  const outcomes = await handle.sendBatch?.(
    [...parcels, { id: 'x', request: { precision: 'ms', lines: [], mistake: 'no integer' } }],
    never,
  );
  assert.deepEqual(
    outcomes?.map(({ kind }) => kind),
    ['delivered', 'rejected', 'rejected', 'delivered', 'rejected'],
  );
  const reasons = outcomes?.map((outcome) => (outcome.kind === 'rejected' ? outcome.reason : ''));
  assert.match(reasons?.[1] ?? '', /field type conflict/);
  assert.match(reasons?.[2] ?? '', /unable to parse 'nonsense/);
  assert.equal(reasons?.[4], 'no integer');
  assert.deepEqual(
    (await reader.query('SELECT * FROM m')).map(({ f }) => f),
    [1, 4],
  );
});

test('a wrong password and a database that is not there are said so', real, async (t) => {
  for (const [own, reason] of [
    [{ password: 'wrong' }, /HTTP 401 Unauthorized: authorization failed/],
    [{ database: 'nowhere' }, /HTTP 404 Not Found: database not found/],
  ] as const) {
    const { handle } = await openReal(t, own);
    const probe = await handle.probe(never);
    assert.match(probe.reachable ? 'reachable' : probe.reason, reason);
    const outcome = await handle.send({ id: 'a', request }, never);
    assert.ok(outcome.kind === 'rejected' && outcome.cause === 'config' && reason.test(outcome.reason));
  }
});

const parameters = { influxdb_type: 'influxdb_api_v2', bucket: 'b&x', org: 'my org', token: 's3cr3t' };

test('version 2 is asked by organization, bucket and token', async (t) => {
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  receiver.answer = (_request, response) => void response.writeHead(204).end();
  const handle = await open(t, { server: `http://127.0.0.1:${receiver.port}`, parameters });
  assert.equal((await handle.send({ id: 'a', request }, never)).kind, 'delivered');
  const [received] = receiver.requests;
  assert.equal(received?.url, '/api/v2/write?org=my+org&bucket=b%26x&precision=ms');
  assert.equal(received?.headers.authorization, 'Token s3cr3t');
  assert.equal(received?.body, 'm f=1 5');
});

const answers: [
  status: number,
  body: string,
  kind: string,
  cause: string,
  headers?: Record<string, string>,
][] = [
  [400, '{"code":"invalid","message":"unable to parse"}', 'rejected', 'message'],
  [401, '{"code":"unauthorized","message":"unauthorized access"}', 'rejected', 'config'],
  [404, '{"code":"not found","message":"bucket \\"b\\" not found"}', 'rejected', 'config'],
  [413, '', 'rejected', 'message'],
  [422, '{"code":"unprocessable entity","message":"outside of retention"}', 'rejected', 'message'],
  [429, '', 'unavailable', 'throttled', { 'retry-after': '7' }],
  [503, '', 'unavailable', 'remote', { 'retry-after': '7' }],
  [302, '', 'rejected', 'config'],
];
for (const [status, body, kind, cause, headers = {}] of answers) {
  test(`version 2: ${status} is ${kind}, ${cause}`, async (t) => {
    const receiver = await new HttpReceiver().open();
    t.after(() => receiver.close());
    receiver.answer = (_request, response) => void response.writeHead(status, headers).end(body);
    const handle = await open(t, { server: `127.0.0.1:${receiver.port}`, parameters });
    const outcome = await handle.send({ id: 'a', request }, never);
    assert.equal(outcome.kind, kind);
    if (outcome.kind === 'delivered') return;
    assert.equal(outcome.cause, cause);
    assert.equal(
      outcome.kind === 'unavailable' ? outcome.retryAfter : undefined,
      headers['retry-after'] && 7000,
    );
    assert.equal((await handle.probe(never)).reachable, status === 400);
  });
}
