import assert from 'node:assert/strict';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { test } from 'node:test';
import type { SimulationDetail } from '../../src/api/contract.ts';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { commandLineTexts } from '../../src/texts/command-line.ts';
import { startTestApp } from '../support/running-app.ts';

interface ShownClient {
  readonly connected: boolean;
  readonly listener: string;
  readonly client_attrs?: Readonly<Record<string, string>>;
}

interface ShownEvent {
  readonly event: string;
  readonly clientid: string;
  readonly columns: { readonly reason?: string };
}

/** A broker that lets nobody in without a password, and has no plain port. */
async function startClosed(t: Parameters<typeof startTestApp>[0]) {
  const app = await startTestApp(t, ['listeners.tcp.enable=false', 'listeners.ws.enable=false']);
  await app.api.must('POST', '/authentication', {
    mechanism: 'password_based',
    backend: 'built_in_database',
    password_hash_algorithm: { name: 'argon2id' },
  });
  return app;
}

async function until<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  for (let attempt = 0; ; attempt++) {
    const value = await look();
    if (value !== undefined) return value;
    if (attempt > 500) throw new Error('it never came');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('simulated devices come in by real connections where nobody else gets in, and go in every way a device goes', async (t) => {
  const { api } = await startClosed(t);
  const started = (await api.must('POST', '/simulations', {
    clients: 5,
    prefix: 'sim-',
    keepalive: 1,
  })) as SimulationDetail;
  assert.deepEqual(started.states, { connecting: 0, connected: 5, silent: 0, offline: 0, refused: 0 });
  const client = (await api.must('GET', '/clients/sim-1')) as ShownClient;
  assert.deepEqual(
    [client.connected, client.listener, client.client_attrs?.simulated],
    [true, 'tcp:simulated', 'true'],
  );
  const operate = async (verb: string, body: object) => {
    const answer = (await api.must('POST', `/simulations/${started.id}/${verb}`, body)) as SimulationDetail;
    return answer.affected;
  };
  assert.equal(await operate('cut', { clientids: ['sim-1'] }), 1);
  assert.equal(await operate('disconnect', { clientids: ['sim-2'] }), 1);
  assert.equal(await operate('timeout', { clientids: ['sim-3'] }), 1);
  const reasons = await until(async () => {
    const { data } = (await api.must('GET', '/events?limit=100')) as { data: ShownEvent[] };
    const gone = data.filter(({ event }) => event === 'client.disconnected');
    return gone.length < 3
      ? undefined
      : new Map(gone.map(({ clientid, columns }) => [clientid, columns.reason]));
  });
  assert.deepEqual([...reasons].sort(), [
    ['sim-1', 'tcp_closed'],
    ['sim-2', 'normal'],
    ['sim-3', 'keepalive_timeout'],
  ]);
  assert.equal(await operate('reconnect', {}), 3);
  assert.equal(await operate('publish', { topic: 'x/${clientid}', payload: 'hi', count: 2 }), 2);
  const { data } = (await api.must('GET', '/simulations')) as { data: SimulationDetail[] };
  assert.deepEqual([data[0]?.states.connected, data[0]?.sent], [5, 2]);
  await api.must('DELETE', `/simulations/${started.id}`);
  await until(async () => {
    const { meta } = (await api.must('GET', '/clients?limit=1')) as { meta: { count: number } };
    return meta.count === 0 ? true : undefined;
  });
});

test('what they publish reaches subscribers, filled in and as often as was said', async (t) => {
  const app = await startTestApp(t);
  const subscriber = await app.connect({ clientId: 'listener' });
  const topics = new Set<string>();
  const { promise, resolve } = Promise.withResolvers<void>();
  subscriber.on('message', (topic, payload) => {
    assert.match(payload.toString(), /^{"t": \d+(\.\d)?}$/);
    topics.add(topic);
    if (topics.size === 3) resolve();
  });
  await subscriber.subscribeAsync('demo/#');
  await app.api.must('POST', '/simulations', {
    clients: 3,
    publish: { topic: 'demo/${clientid}/temp', payload: '{"t": ${random}}', every: '200ms' },
  });
  await promise;
  assert.deepEqual([...topics].sort(), ['demo/sim-1/temp', 'demo/sim-2/temp', 'demo/sim-3/temp']);
});

test('too many are refused, a real client is not thrown out, and a topic that is none is told', async (t) => {
  const app = await startTestApp(t);
  await app.connect({ clientId: 'sim-2' });
  const status = async (body: object) => (await app.api.call('POST', '/simulations', body)).status;
  assert.equal(await status({ clients: 3 }), 409);
  assert.equal(await status({ clients: 1001, prefix: 'a-' }), 400);
  assert.equal(await status({ prefix: 'a-', publish: { topic: 'a/#' } }), 400);
  assert.equal(await status({ clients: 200, prefix: 'a-', publish: { topic: 'a', every: '100ms' } }), 429);
  assert.equal(await status({ clients: 600, prefix: 'b-' }), 201);
  assert.equal(await status({ clients: 600, prefix: 'c-' }), 429);
});

test('another program that finds the private port gets nothing', async (t) => {
  const { api, app } = await startClosed(t);
  await api.must('POST', '/simulations', {});
  const port = await privatePort(app.ready.dashboard.port);
  const closed = Promise.withResolvers<number>();
  let answered = 0;
  const socket = connect({ host: '127.0.0.1', port }, () => socket.write(Buffer.alloc(64, 1)));
  socket.on('data', (chunk) => {
    answered += chunk.length;
  });
  socket.on('error', () => {});
  socket.on('close', () => closed.resolve(answered));
  assert.equal(await closed.promise, 0);
});

/** The port of loopback on which this process listens and to which it is connected itself, as Linux tells it. */
async function privatePort(dashboard: number): Promise<number> {
  const targets = await Promise.all(
    (await readdir('/proc/self/fd')).map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')),
  );
  const own = new Set(targets.map((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1]));
  const table = await readFile('/proc/self/net/tcp', 'utf8');
  const sockets = table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((cells) => own.has(cells[9] ?? '-'));
  const ports = (state: string) =>
    sockets
      .filter((cells) => cells[3] === state)
      .map((cells) => Number.parseInt(cells[1]?.split(':')[1] ?? '', 16));
  const listening = new Set(ports('0A'));
  const port = ports('01').find((one) => one !== dashboard && listening.has(one));
  assert.ok(port !== undefined, 'the private port was found');
  return port;
}

test('tocsin sim starts, lists, cuts and stops them', async (t) => {
  const { app } = await startTestApp(t);
  const run = async (...words: string[]) => {
    let out = '';
    const code = await runCommandLine(['sim', ...words], {
      environment: {
        TOCSIN_URL: `http://127.0.0.1:${app.ready.dashboard.port}`,
        TOCSIN_API_KEY: 'test:test-secret',
      },
      texts: commandLineTexts.en,
      version: '1.2.3',
      isTerminal: true,
      out: (text) => {
        out += text;
      },
      error: (text) => {
        out += text;
      },
    });
    return { code, out };
  };
  const id = (await run('start', '-n', '3', '--prefix', 'cli-', '-o', 'name')).out.trim();
  assert.match((await run('cut', id, '--count', '2')).out, /cli- +3 +1 +0 +2 +0 +0/);
  assert.match((await run('ls')).out, /^ID +PREFIX +CLIENTS/);
  assert.equal((await run('stop', id)).code, 0);
  assert.match((await run('ls')).out, /no devices are simulated/);
  assert.equal((await run('start', '--every', '5s')).code, 2);
});

test('an outage that is only played opens an alert after a short grace period, which says so', async (t) => {
  const { api } = await startTestApp(t);
  await api.must('POST', '/rules', {
    id: 'device-offline',
    sql: 'SELECT clientid, reason FROM "$events/client/disconnected" WHERE reason != \'normal\'',
    alert: { for: '10m' },
  });
  const { id } = (await api.must('POST', '/simulations', { prefix: 'try-', grace: '100ms' })) as {
    id: string;
  };
  await api.must('POST', `/simulations/${id}/cut`, {});
  const alert = await until(async () => {
    const { data } = (await api.must('GET', '/alerts?status=open')) as {
      data: { key: string; facts: Record<string, string> }[];
    };
    return data[0];
  });
  assert.deepEqual([alert.key, alert.facts.simulated], ['try-1', '0.1 s']);
});
