import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { startApi } from '../../../test/support/api-scenario.ts';
import { needsOpenssl, readCertificate, TestAuthority } from '../../../test/support/test-certificates.ts';

const node = 'tocsin@127.0.0.1';

async function start(t: TestContext) {
  const { send, documents } = await startApi(t);
  const made = await send('POST /listeners', {
    body: { type: 'tcp', name: 'plant', bind: '127.0.0.1:0', max_connections: 5, max_conn_rate: '100/s' },
  });
  assert.equal(made.status, 200, made.text);
  return { send, documents };
}

test('a new listener is answered with 200, listed, and kept', async (t) => {
  const { send, documents } = await start(t);
  const status = { running: true, max_connections: 5, current_connections: 0 };
  const [summary] = (await send('GET /listeners')).body as { address: string }[];
  assert.match(summary?.address ?? '', /^127\.0\.0\.1:\d+$/);
  assert.deepEqual((await send('GET /listeners')).body, [
    {
      id: 'tcp:plant',
      type: 'tcp',
      name: 'plant',
      enable: true,
      bind: '127.0.0.1:0',
      address: summary?.address,
      acceptors: 16,
      number: 1,
      status,
      node_status: [{ node, status }],
    },
  ]);
  assert.deepEqual((await send('GET /listeners?type=ws')).body, []);
  assert.equal((await send('GET /listeners?type=quic')).status, 400);
  assert.deepEqual((await send('GET /listeners_status')).body, [
    { type: 'tcp', enable: true, ids: ['tcp:plant'], status, node_status: [{ node, status }] },
  ]);
  assert.deepEqual(
    documents.list('listener').map(({ id }) => id),
    ['tcp:plant'],
  );
});

test('one listener shows its settings as they were given, with defaults, and where it listens really', async (t) => {
  const { send } = await start(t);
  for (const path of ['tcp:plant', 'tcp%3Aplant']) {
    const { address, ...listener } = (await send(`GET /listeners/${path}`)).body as Record<string, unknown>;
    assert.match(String(address), /^127\.0\.0\.1:[1-9]\d*$/);
    const { running, current_connections, max_conn_rate, proxy_protocol_timeout, access_rules } = listener;
    assert.deepEqual([running, current_connections, max_conn_rate], [true, 0, '100/s']);
    assert.deepEqual([proxy_protocol_timeout, access_rules], ['3s', ['allow all']]);
  }
});

test('what was read can be changed and sent back', async (t) => {
  const { send } = await start(t);
  const read = (await send('GET /listeners/tcp:plant')).body as Record<string, unknown>;
  const changed = await send('PUT /listeners/tcp:plant', { body: { ...read, max_connections: 'infinity' } });
  assert.deepEqual(
    [changed.status, (changed.body as { max_connections: unknown }).max_connections],
    [200, 'infinity'],
  );
  const merged = await send('PUT /listeners/tcp:plant', {
    body: { id: 'tcp:plant', type: 'tcp', tcp_options: { backlog: 7 } },
  });
  const { max_conn_rate, tcp_options } = merged.body as Record<string, { backlog: number; nodelay: boolean }>;
  assert.deepEqual([max_conn_rate, tcp_options?.backlog, tcp_options?.nodelay], ['100/s', 7, true]);
});

test('a listener is stopped, started, restarted and deleted', async (t) => {
  const { send, documents } = await start(t);
  const states: unknown[] = [];
  for (const operation of ['stop', 'stop', 'start', 'restart']) {
    const { status, text } = await send(`POST /listeners/tcp:plant/${operation}`);
    assert.deepEqual([status, text], [200, '']);
    const { running, enable } = (await send('GET /listeners/tcp:plant')).body as Record<string, unknown>;
    states.push([operation, running, enable]);
  }
  assert.deepEqual(states, [
    ['stop', false, false],
    ['stop', false, false],
    ['start', true, true],
    ['restart', true, true],
  ]);
  assert.equal((await send('DELETE /listeners/tcp:plant')).status, 204);
  assert.deepEqual((await send('GET /listeners')).body, []);
  assert.deepEqual(documents.list('listener'), []);
});

test('refusals have the status and the code of EMQX', async (t) => {
  const { send } = await start(t);
  const code = async (request: string, body?: unknown) => {
    const { status, body: answer } = await send(request, body === undefined ? {} : { body });
    return [status, (answer as { code: string }).code];
  };
  const twin = { type: 'tcp', name: 'plant', bind: '127.0.0.1:0' };
  assert.deepEqual(await code('POST /listeners', twin), [400, 'BAD_LISTENER_ID']);
  assert.deepEqual(await code('POST /listeners', { ...twin, name: 'b', bnid: 1 }), [400, 'BAD_REQUEST']);
  assert.deepEqual(await code('POST /listeners', { type: 'tcp', name: 'b' }), [400, 'BAD_REQUEST']);
  assert.deepEqual(await code('PUT /listeners/tcp:plant', { type: 'ssl' }), [400, 'BAD_REQUEST']);
  assert.deepEqual(await code('PUT /listeners/tcp:plant', { max_connections: 0 }), [400, 'BAD_REQUEST']);
  assert.deepEqual(await code('POST /listeners/tcp:plant/reload'), [400, 'BAD_REQUEST']);
  for (const request of [
    'GET /listeners/tcp:none',
    'DELETE /listeners/none',
    'POST /listeners/tcp:none/start',
  ]) {
    assert.deepEqual(await code(request), [404, 'BAD_LISTENER_ID'], request);
  }
  assert.deepEqual(await code('PUT /listeners/tcp:none', {}), [404, 'BAD_LISTENER_ID']);
});

test('certificates are shown with their end, and keys never', needsOpenssl, async (t) => {
  const { send } = await startApi(t);
  const { cert, key } = readCertificate(
    new TestAuthority(t).issue('server', { names: 'DNS:localhost', password: 'geheim' }),
  );
  const made = await send('POST /listeners', {
    body: {
      type: 'wss',
      name: 'made',
      bind: '127.0.0.1:0',
      ssl_options: { certfile: cert, keyfile: key, password: 'geheim' },
    },
  });
  assert.equal(made.status, 200, made.text);
  assert.ok(!made.text.includes('geheim') && !made.text.includes('PRIVATE KEY'));
  const { ssl_options } = made.body as { ssl_options: Record<string, string> };
  assert.deepEqual([ssl_options.password, /\.pem$/.test(ssl_options.certfile ?? '')], ['******', true]);
  const [shown] = (await send('GET /certificates')).body as Array<Record<string, unknown>>;
  assert.deepEqual(
    [shown?.listener, shown?.server_name, shown?.subject, shown?.issuer, shown?.subject_alternative_names],
    ['wss:made', null, 'CN=server', 'CN=Test CA', ['DNS:localhost']],
  );
  assert.match(String(shown?.not_after), /^\d{4}-\d\d-\d\dT.*[+-]\d\d:\d\d$/);
  assert.equal((await send('POST /listeners/wss:made/reload')).status, 200);
  assert.equal((await send('DELETE /listeners/wss:made')).status, 204);
});
