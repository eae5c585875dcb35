/**
 * From an event to the message that tells of its alert: each published message is an alert of its own, without a grace
 * period. Beside it, in the same run, the same messages with a plain HTTP action in the place of the alert.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { AlertReceiver } from './alert-receiver.ts';
import { LoadClient } from './load/load-client.ts';
import { openAll } from './load/opening.ts';
import { publishTemplate } from './load/wire.ts';
import { WriteTurn } from './load/write-turn.ts';
import { machineLine } from './machine.ts';
import { wholeNumber } from './options.ts';
import { cores, pinThisProcess } from './pinning.ts';
import { median, percentile } from './statistics.ts';
import { figure, textTable } from './text-table.ts';
import { startTocsin } from './tocsin.ts';

const usage = `npm run bench:alerts -- [--rate 1000] [--seconds 5] [--rounds 3]
Publishes so many messages a second, each of which is an alert, and measures until the webhook has been told of it.`;

/** Before those that count: both processes have compiled their way. */
const WARM_UP_SECONDS = 3;
const PATIENCE_MS = 20_000;
/** What comes of one client is sent in its order, one after the other. */
const CLIENTS = 200;
/** Milliseconds between two bursts. */
const BURST_MS = 1;

const kinds = ['plain', 'alert'] as const;
type Kind = (typeof kinds)[number];

interface Measured {
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  readonly missing: number;
  readonly requests: number;
}

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit();
}
const rate = wholeNumber('rate', values.rate, 1, 20_000);
const seconds = wholeNumber('seconds', values.seconds, 1, 60);
const rounds = wholeNumber('rounds', values.rounds, 1, 20);

pinThisProcess(cores.generator);
await using tocsin = await startTocsin(['journal.enable=false']);
const receiver = new AlertReceiver();
await configure(await receiver.listen());
const turn = new WriteTurn();
const clients = await openAll(
  CLIENTS,
  (index) => new LoadClient({ port: tocsin.port, clientId: `source-${index}`, turn, onLost: fail }),
);
console.log(machineLine(['tocsin']));

let published = 0;
for (const kind of kinds) await measure(kind, WARM_UP_SECONDS);
const measured: Record<Kind, Measured[]> = { plain: [], alert: [] };
for (let round = 0; round < rounds; round++) {
  for (const kind of kinds) measured[kind].push(await measure(kind, seconds));
}
const of = (kind: Kind, member: keyof Measured): number =>
  median(measured[kind].map((result) => result[member]));
const names: Record<Kind, string> = { plain: 'HTTP action', alert: 'alert, webhook' };
console.log(
  textTable(
    ['from publish to accepted, ms', 'p50', 'p99', 'max', 'requests', 'missing'],
    kinds.map((kind) => [
      names[kind],
      ...(['p50', 'p99', 'worst', 'requests'] as const).map((member) => figure(of(kind, member))),
      String(measured[kind].reduce((sum, { missing }) => sum + missing, 0)),
    ]),
  ),
);
console.log(
  `\nalert to HTTP action: p50 ×${(of('alert', 'p50') / of('plain', 'p50')).toFixed(2)}, p99 ×${(of('alert', 'p99') / of('plain', 'p99')).toFixed(2)}; ${rate} a second, ${rounds} rounds of ${seconds} s, medians`,
);
for (const client of clients) client.close();
receiver.close();
tocsin.api.close();

async function configure(url: string): Promise<void> {
  const { api } = tocsin;
  await api.post('/connectors', { type: 'webhook', name: 'bench', url });
  await api.post('/connectors', { type: 'http', name: 'bench', url });
  await api.post('/actions', {
    type: 'http',
    name: 'bench',
    connector: 'bench',
    // A template of Tocsin's, not of JavaScript's.
    parameters: { method: 'post', path: '/', body: '{"topic":"${topic}"}' },
  });
  await api.post('/rules', {
    id: 'plain',
    sql: 'SELECT topic FROM "bench/plain/+"',
    actions: ['http:bench'],
  });
  await api.post('/rules', {
    id: 'alert',
    sql: 'SELECT topic FROM "bench/alert/+"',
    alert: {
      title: 'bench',
      key: '${topic}',
      severity: 'warning',
      group: { window: '0s' },
      resolve_on: { after: '1h' },
      notify: ['webhook:bench'],
    },
  });
}

async function measure(kind: Kind, during: number): Promise<Measured> {
  const count = rate * during;
  const sentAt = new Map<string, number>();
  const requestsBefore = receiver.requests;
  const begin = performance.now();
  while (sentAt.size < count) {
    const due = Math.min(count, Math.floor(((performance.now() - begin) * rate) / 1000) + 1);
    for (; sentAt.size < due; published++) {
      const topic = `bench/${kind}/${published}`;
      sentAt.set(topic, performance.now());
      clients[published % CLIENTS]?.publish(publishTemplate(topic, 0, Buffer.alloc(8)), 0, published);
    }
    await pause(BURST_MS);
  }
  const isMissing = (topic: string): boolean => !receiver.arrivals.has(topic);
  const end = performance.now() + PATIENCE_MS;
  while ([...sentAt.keys()].some(isMissing) && performance.now() < end) await pause(50);
  const times: number[] = [];
  for (const [topic, at] of sentAt) {
    const arrivedAt = receiver.arrivals.get(topic);
    if (arrivedAt !== undefined) times.push(arrivedAt - at);
    receiver.arrivals.delete(topic);
  }
  return {
    p50: percentile(times, 50),
    p99: percentile(times, 99),
    worst: percentile(times, 100),
    missing: count - times.length,
    requests: receiver.requests - requestsBefore,
  };
}

function fail(reason: string): never {
  console.error(reason);
  process.exit(1);
}
