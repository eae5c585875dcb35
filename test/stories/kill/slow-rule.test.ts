import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { type BrokerProcess, startBrokerProcess, temporaryDirectory } from '../../../demo/broker-process.ts';
import { HttpReceiver } from '../../support/http-receiver.ts';

/** Evaluations of some milliseconds, so that a burst takes many turns. */
const SLOW = `FOREACH [1..2000] as n DO payload INCASE n = 1 or sha256(str(n)) = '' FROM "slow/#"`;
const BURST = 50;
/** Acknowledgements after which the broker is killed: some of what was published, never all. */
const ENOUGH = 25;

async function configure({ api }: BrokerProcess, port: number): Promise<void> {
  await api.must('POST', '/connectors', { type: 'http', name: 'hook', url: `http://127.0.0.1:${port}` });
  const parameters = { body: '${payload}' };
  await api.must('POST', '/actions', { type: 'http', name: 'hook', connector: 'hook', parameters });
  await api.must('POST', '/rules', { sql: SLOW, actions: ['http:hook'] });
}

test('rules that cannot keep up cost no delivery of a message that was acknowledged, when the broker is killed', {
  timeout: 60_000,
}, async (t) => {
  const directory = temporaryDirectory();
  const receiver = await new HttpReceiver().open();
  t.after(() => receiver.close());
  const start = async (): Promise<BrokerProcess> => {
    const broker = await startBrokerProcess(directory, ['overload_protection.enable=false']);
    t.after(() => broker.kill());
    return broker;
  };
  const first = await start();
  await configure(first, receiver.port);
  const clients = await Promise.all(
    ([4, 5, 5] as const).map((protocolVersion, index) =>
      connectAsync({
        port: first.ready.listeners.tcp?.port ?? 0,
        clientId: `p${index}`,
        protocolVersion,
        reconnectPeriod: 0,
      }),
    ),
  );
  const acknowledged = new Set<string>();
  const enough = Promise.withResolvers<void>();
  for (const client of clients) {
    client.on('error', () => {});
    t.after(() => client.endAsync(true));
    for (let number = 0; number < BURST; number++) {
      const payload = `${client.options.clientId} ${number}`;
      client.publish(`slow/${client.options.clientId}`, payload, { qos: 1 }, (error) => {
        if (error) return;
        acknowledged.add(payload);
        if (acknowledged.size === ENOUGH) enough.resolve();
      });
    }
  }
  await enough.promise;
  await first.kill();
  // What had been sent to the clients before that.
  await pause(20);
  assert.ok(acknowledged.size < clients.length * BURST, 'it was killed with work left to do');

  await start();
  const missing = () => {
    const arrived = new Set(receiver.requests.map(({ body }) => body));
    return [...acknowledged].filter((payload) => !arrived.has(payload));
  };
  const end = Date.now() + 10_000;
  while (missing().length > 0 && Date.now() < end) await pause(20);
  assert.deepEqual(missing(), []);
});
