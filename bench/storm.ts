/** How long until the loss of very many clients at once is accounted for, and what an innocent client notices meanwhile. */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type BrokerName, brokerNames, installed, startBroker } from './brokers.ts';
import { cpuNanoseconds } from './cpu-time.ts';
import { startCrowd } from './crowd-process.ts';
import { WILL_TOPIC } from './load/crowd.ts';
import { LoadClient } from './load/load-client.ts';
import { Probe } from './load/probe.ts';
import { WriteTurn } from './load/write-turn.ts';
import { machineLine } from './machine.ts';
import { chosen, wholeNumber } from './options.ts';
import { cores, pinThisProcess } from './pinning.ts';
import { median } from './statistics.ts';
import { figure, textTable } from './text-table.ts';

const usage = `npm run bench:storm -- [--connections 15000] [--rounds 3] [--brokers ${brokerNames}]
Connects so many clients, each with a will, and breaks all connections at once. A client is accounted for when its will
arrives. Broker and clients each need one open file per connection: see \`ulimit -n\`.`;

const PATIENCE_MS = 30_000;

interface Storm {
  /** Milliseconds from the break to the last will. */
  accounted: number;
  missing: number;
  /** Of the broker, from the break to the last will, in milliseconds. */
  cpu: number;
  /** Milliseconds of the slowest round trip: while nothing happens, and from the break to the last will. */
  calmProbe: number;
  worstProbe: number;
}

async function storm(name: BrokerName): Promise<Storm> {
  await using broker = await startBroker(name);
  const { port } = broker;
  const turn = new WriteTurn();
  const left = new Set<number>();
  let lastAt = 0;
  const watcher = new LoadClient({
    port,
    clientId: 'watcher',
    turn,
    subscription: { filters: [WILL_TOPIC], qos: 0 },
    onMessage: (buffer, payloadAt) => {
      left.add(buffer.readUInt32LE(payloadAt));
      lastAt = performance.now();
    },
    onLost: fail,
  });
  await watcher.opened;
  const crowd = await startCrowd(port, connections);
  const probe = new Probe(port, turn, fail);
  await probe.start();
  await pause(1000);
  const calmProbe = probe.takeWorst();

  const cpuBefore = cpuNanoseconds(broker.pid);
  const begin = performance.now();
  crowd.kill('SIGKILL');
  while (left.size < connections && performance.now() - begin < PATIENCE_MS) await pause(5);
  await pause(100);
  const result = {
    accounted: lastAt - begin,
    missing: connections - left.size,
    cpu: Number(cpuNanoseconds(broker.pid) - cpuBefore) / 1e6,
    calmProbe,
    worstProbe: probe.takeWorst(),
  };
  probe.stop();
  watcher.close();
  return result;
}

function fail(reason: string): never {
  console.error(reason);
  process.exit(1);
}

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '15000' },
    rounds: { type: 'string', default: '3' },
    brokers: { type: 'string', default: 'tocsin,mosquitto' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const connections = wholeNumber('connections', values.connections, 1, 19_000);
const rounds = wholeNumber('rounds', values.rounds, 1, 20);
const brokers = installed(chosen('brokers', values.brokers, brokerNames));

pinThisProcess(cores.generator);
console.log(machineLine(brokers));
const results = new Map(brokers.map((name): [BrokerName, Storm[]] => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const name of brokers) results.get(name)?.push(await storm(name));
}
const rows = brokers.map((name) => {
  const of = (value: keyof Storm): number[] => (results.get(name) ?? []).map((result) => result[value]);
  return [
    name,
    figure(median(of('accounted'))),
    String(Math.max(...of('missing'))),
    figure(median(of('cpu'))),
    figure(median(of('calmProbe'))),
    figure(Math.max(...of('worstProbe'))),
  ];
});
console.log(
  textTable(['broker', 'accounted for ms', 'missing', 'CPU ms', 'calm probe ms', 'worst probe ms'], rows),
);
