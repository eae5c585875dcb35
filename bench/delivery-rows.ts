/** Queues rows at a rate, in a process of its own: `<directory> <port> <rate>`; reports every half second. */
import { openDelivery } from '../src/delivery/door.ts';
import { systemClock } from '../src/lib/clock.ts';
import { silentLogger } from '../src/lib/logger.ts';
import { RowTemplate } from '../src/rules/row-template.ts';
import { Definitions } from '../src/store/definitions.ts';
import { Store } from '../src/store/store.ts';

const [directory = '', port = '', rate = ''] = process.argv.slice(2);
const CLIENTS = 500;
/** Milliseconds between two bursts. */
const BURST_MS = 10;

const clock = systemClock;
const store = Store.open({ directory, durability: 'normal', logger: silentLogger });
const definitions = new Definitions(store, clock);
const delivery = openDelivery({ store, clock, definitions, logger: silentLogger, node: 'tocsin@bench' });
await delivery.start();
await delivery.connectors.create({
  type: 'http',
  name: 'bench',
  url: `http://127.0.0.1:${port}`,
});
delivery.actions.create({
  type: 'http',
  name: 'bench',
  connector: 'bench',
  parameters: { path: '/hook', body: '{"client":"${clientid}","n":${n}}' },
});

let added = 0;
const begin = performance.now();
const burst = setInterval(() => {
  const due = Math.floor(((performance.now() - begin) * Number(rate)) / 1000);
  for (; added < due; added++) {
    const clientid = `client-${added % CLIENTS}`;
    delivery.actions.run('http:bench', new RowTemplate({ clientid, n: added }), { rule: 'r', key: clientid });
  }
}, BURST_MS);
const report = (): void => {
  const { queuing } = delivery.actions.metrics('http:bench').metrics;
  process.send?.({ added, queuing, residentMegabytes: Math.round(process.memoryUsage.rss() / 1e6) });
};
setInterval(report, 500);
process.on('message', () => {
  clearInterval(burst);
  report();
});
