import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { connectAsync, type IClientOptions } from 'mqtt';
import { type BrokerProcess, startBrokerProcess, temporaryDirectory } from '../../demo/broker-process.ts';

const BOOT_GRACE = 3000;

interface Listed {
  readonly data: ReadonlyArray<{ readonly key: string; readonly status: string }>;
}

async function start(t: TestContext, directory: string): Promise<BrokerProcess> {
  const broker = await startBrokerProcess(directory, [`alerts.boot_grace=${BOOT_GRACE}`]);
  t.after(() => broker.kill());
  return broker;
}

async function connect(t: TestContext, { ready }: BrokerProcess, options: IClientOptions): Promise<void> {
  const port = ready.listeners.tcp?.port ?? 0;
  const client = await connectAsync({ port, protocolVersion: 5, reconnectPeriod: 0, ...options });
  client.on('error', () => {});
  t.after(() => client.endAsync(true));
}

async function watchClients({ api }: BrokerProcess, grace: string): Promise<void> {
  const sql = `SELECT * FROM "$events/client/disconnected"`;
  const alert = { title: '${clientid} is offline', for: grace };
  await api.must('POST', '/rules', { id: 'offline', sql, actions: [], alert });
}

async function alertsOf({ api }: BrokerProcess): Promise<string[]> {
  const { data } = (await api.must('GET', '/alerts?status=pending,open,acknowledged,resolved')) as Listed;
  return data.map(({ key, status }) => `${key} ${status}`).sort();
}

/** What is there once it is what it should be, or after some seconds. */
async function settled(broker: BrokerProcess, expected: readonly string[]): Promise<string[]> {
  for (let n = 0; ; n++) {
    const found = await alertsOf(broker);
    if (n === 100 || found.join() === expected.join()) return found;
    await pause(100);
  }
}

const KEPT = { clean: false, properties: { sessionExpiryInterval: 3600 } };

test('clients that were connected when the process was killed, and do not come back, have alerts; the others have none', async (t) => {
  const directory = temporaryDirectory();
  const first = await start(t, directory);
  await watchClients(first, '0s');
  for (const clientId of ['kept', 'kept-back']) await connect(t, first, { clientId, ...KEPT });
  for (const clientId of ['clean', 'clean-back']) await connect(t, first, { clientId, username: 'u' });
  // What is remembered of clients without a session is written once a second or so.
  await first.api.must('GET', '/client_registry');
  await first.kill();

  const second = await start(t, directory);
  await connect(t, second, { clientId: 'kept-back', ...KEPT });
  await connect(t, second, { clientId: 'clean-back' });
  const expected = ['clean open', 'kept open'];
  assert.deepEqual(await settled(second, expected), expected);
  const { data } = (await second.api.must('GET', '/events?event=client.disconnected')) as {
    data: ReadonlyArray<{ clientid: string; columns: Record<string, unknown> }>;
  };
  assert.deepEqual(data.map(({ clientid }) => clientid).sort(), ['clean', 'kept']);

  await connect(t, second, { clientId: 'clean' });
  const after = ['clean resolved', 'kept open'];
  assert.deepEqual(await settled(second, after), after);
});

test('a restart in which the clients come back in time rings no bell, also without a grace period', async (t) => {
  const directory = temporaryDirectory();
  const first = await start(t, directory);
  await watchClients(first, '0s');
  for (const clientId of ['a', 'b']) await connect(t, first, { clientId });
  assert.equal(await first.stop(), 0);

  const second = await start(t, directory);
  assert.deepEqual(await alertsOf(second), ['a pending', 'b pending']);
  await connect(t, second, { clientId: 'a' });
  const expected = ['b open'];
  assert.deepEqual(await settled(second, expected), expected);
});
