import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { connectAsync, type MqttClient } from 'mqtt';
import { type BrokerProcess, startBrokerProcess, temporaryDirectory } from '../../demo/broker-process.ts';
import { configureOfflineAlert } from '../../demo/configure.ts';
import { BOTS } from '../../demo/offline-alert.ts';
import { HttpReceiver } from '../support/http-receiver.ts';

/** Processes that share a data directory one after the other, and the receivers that they know. */
async function startStory(t: TestContext, receiverCount: number) {
  const directory = temporaryDirectory();
  const receivers = await Promise.all(Array.from({ length: receiverCount }, () => new HttpReceiver().open()));
  const ports = receivers.map(({ port }) => port);
  const closeReceivers = () => {
    for (const receiver of receivers) receiver.close();
  };
  const start = async (): Promise<BrokerProcess> => {
    const broker = await startBrokerProcess(directory);
    t.after(() => broker.kill());
    return broker;
  };
  const connect = async ({ ready }: BrokerProcess): Promise<MqttClient> => {
    const client = await connectAsync({
      port: ready.listeners.tcp?.port ?? 0,
      clientId: 'd',
      reconnectPeriod: 0,
    });
    client.on('error', () => {});
    t.after(() => client.endAsync(true));
    return client;
  };
  t.after(closeReceivers);
  return { receivers, ports, start, connect, closeReceivers };
}

test('a process killed between the event and the delivery delivers after its restart, once', async (t) => {
  const { receivers, ports, start, connect, closeReceivers } = await startStory(t, BOTS.length);
  closeReceivers();
  const first = await start();
  await configureOfflineAlert(first.api, ports);
  await connect(first);
  await first.api.must('DELETE', '/clients/d');
  await first.kill();

  for (const receiver of receivers) await receiver.open();
  const second = await start();
  for (const receiver of receivers) {
    const [request] = await receiver.received(1);
    assert.match(request?.body ?? '', /离线原因:kicked/);
  }
  assert.equal(await second.stop(), 0);
  assert.deepEqual(
    receivers.map(({ requests }) => requests.length),
    [1, 1, 1],
  );
});

test('what a QoS 1 message caused is stored before the message is acknowledged', async (t) => {
  const { receivers, ports, start, connect, closeReceivers } = await startStory(t, 1);
  closeReceivers();
  const first = await start();
  await first.api.must('POST', '/connectors', {
    type: 'http',
    name: 'hook',
    url: `http://127.0.0.1:${ports[0]}`,
  });
  await first.api.must('POST', '/actions', { type: 'http', name: 'hook', connector: 'hook', parameters: {} });
  await first.api.must('POST', '/rules', { sql: 'SELECT payload FROM "t"', actions: ['http:hook'] });
  const client = await connect(first);
  await client.publishAsync('t', 'important', { qos: 1 });
  await first.kill();

  await receivers[0]?.open();
  await start();
  assert.equal((await receivers[0]?.received(1))?.[0]?.body, '{"payload":"important"}');
});

test('a broker whose log nobody reads any more goes on, and still stops on SIGTERM', async (t) => {
  const { start, connect } = await startStory(t, 0);
  const broker = await start();
  broker.process.stdout?.destroy();
  broker.process.stderr?.destroy();
  await connect(broker);
  assert.equal(await broker.stop(), 0);
});

test('SIGTERM says good-bye to the clients and ends with exit code 0', async (t) => {
  const { start, connect } = await startStory(t, 0);
  const broker = await start();
  const client = await connect(broker);
  const closed = new Promise((resolve) => client.once('close', () => resolve('closed')));
  assert.equal(await broker.stop(), 0);
  assert.equal(await closed, 'closed');
});
