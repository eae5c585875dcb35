/**
 * The outbox by itself: rows come at a rate, and go to the receiver. `node bench/delivery-sender.ts <directory> <port>
 * <rate> <count> <pool size> <buffer>` prints what it measured as JSON.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { openDelivery } from '../src/delivery/door.ts';
import { systemClock } from '../src/lib/clock.ts';
import { silentLogger } from '../src/lib/logger.ts';
import { RowTemplate } from '../src/rules/row-template.ts';
import { Definitions } from '../src/store/definitions.ts';
import { Store } from '../src/store/store.ts';

const [directory = '', port = '', rate = '', count = '', poolSize = '64', buffer = 'disk'] =
  process.argv.slice(2);
const CLIENTS = 1000;
/** Milliseconds between two bursts. */
const BURST_MS = 2;
const MOST_PER_BURST = 50;
/** Deliveries until the code is compiled. */
const WARM_UP = 10_000;

const store = Store.open({ directory, durability: 'normal', logger: silentLogger });
const clock = systemClock;
const delivery = openDelivery({
  store,
  clock,
  definitions: new Definitions(store, clock),
  logger: silentLogger,
  node: 'tocsin@bench',
});
await delivery.start();
await delivery.connectors.create({
  type: 'http',
  name: 'bench',
  url: `http://127.0.0.1:${port}`,
  pool_size: Number(poolSize),
});
delivery.actions.create({
  type: 'http',
  name: 'bench',
  connector: 'bench',
  ...(buffer === 'memory' && { buffer }),
  parameters: { path: '/hook', body: '{"client":"${clientid}","n":${n},"payload":${payload}}' },
  resource_opts: { max_buffer_bytes: '4GB' },
});

let settled = 0;
delivery.outbox.events.on('settled', ({ outcome }) => {
  if (outcome === 'delivered') settled++;
});

let added = 0;
const add = (): void => {
  const clientid = `client-${added % CLIENTS}`;
  const row = { clientid, n: added, payload: { temperature: 21.5, humidity: 40, unit: 'C' } };
  delivery.actions.run('http:bench', new RowTemplate(row), { rule: 'bench', key: clientid });
  added++;
};

const begin = performance.now();
const burst = setInterval(() => {
  const due = Math.floor(((performance.now() - begin) * Number(rate)) / 1000);
  // As a broker reads from its clients: a little in each turn of the event loop.
  for (let n = 0; n < MOST_PER_BURST && added < due; n++) add();
}, BURST_MS);

while (settled < WARM_UP) await pause(20);
const before = { settled, cpu: process.cpuUsage(), at: performance.now() };
while (settled < before.settled + Number(count)) await pause(20);
const cpu = process.cpuUsage(before.cpu);
const elapsed = performance.now() - before.at;
const delivered = settled - before.settled;
const { queuing } = delivery.actions.metrics('http:bench').metrics;
clearInterval(burst);
const result = {
  rate: Math.round((delivered * 1000) / elapsed),
  offered: Number(rate),
  queuing,
  cpuMicroseconds: (cpu.user + cpu.system) / delivered,
  cores: (cpu.user + cpu.system) / 1000 / elapsed,
  residentMegabytes: Math.round(process.memoryUsage.rss() / 1e6),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
await delivery.stop();
store.close();
process.exit();
