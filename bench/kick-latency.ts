/**
 * From the request to kick a client to the arrival of the rule's HTTP request at the receiver: API, broker, event,
 * rule, outbox and courier in one figure. Prints percentiles, and whether each kick arrived exactly once.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { KickReceiver } from './kick-receiver.ts';
import { LoadClient } from './load/load-client.ts';
import { WriteTurn } from './load/write-turn.ts';
import { machineLine } from './machine.ts';
import { wholeNumber } from './options.ts';
import { cores, pinThisProcess } from './pinning.ts';
import { percentile } from './statistics.ts';
import { figure, textTable } from './text-table.ts';
import { type RunningTocsin, startTocsin } from './tocsin.ts';
import type { TocsinApi } from './tocsin-api.ts';

const usage = `npm run bench:kick -- [--kicks 1000]
Kicks so many clients one after another and measures until the rule's HTTP request arrives.`;

/** Before those that count: both processes have compiled their way, connections are open. */
const WARM_UP_KICKS = 50;
const ARRIVAL_TIMEOUT_MS = 10_000;
/** A repeat of a delivery that was answered would come within a moment. */
const REPEAT_WAIT_MS = 1500;

const seedRule = `SELECT
  clientid,
  username,
  format_date('millisecond', '+08:00', '%Y-%m-%d %H:%M:%S', disconnected_at) as disconnected_at,
  peername,
  reason
FROM
  "$events/client/disconnected"
WHERE
  reason != "normal"`;

async function configure(api: TocsinApi, receiverUrl: string): Promise<void> {
  await api.post('/connectors', { type: 'http', name: 'kick_receiver', url: receiverUrl });
  await api.post('/actions', {
    type: 'http',
    name: 'kick_report',
    connector: 'kick_receiver',
    // A template of Tocsin's, not of JavaScript's.
    parameters: { method: 'post', path: '/kicked', body: '{"id":"${clientid}"}' },
  });
  await api.post('/rules', { name: 'client offline', sql: seedRule, actions: ['http:kick_report'] });
}

/** Connects a client, kicks it, and resolves with the milliseconds until the receiver heard of it. */
async function kickOnce(
  tocsin: RunningTocsin,
  receiver: KickReceiver,
  clientId: string,
): Promise<number | undefined> {
  const client = new LoadClient({
    port: tocsin.port,
    clientId,
    turn: new WriteTurn(),
    onLost: () => {},
  });
  await client.opened;
  const arrival = receiver.arrival(clientId, ARRIVAL_TIMEOUT_MS);
  const kickedAt = performance.now();
  await tocsin.api.delete(`/clients/${clientId}`);
  const arrivedAt = await arrival;
  client.close();
  return arrivedAt === undefined ? undefined : arrivedAt - kickedAt;
}

async function kickMany(
  tocsin: RunningTocsin,
  receiver: KickReceiver,
  prefix: string,
  count: number,
): Promise<number[]> {
  const milliseconds: number[] = [];
  for (let index = 0; index < count; index++) {
    const latency = await kickOnce(tocsin, receiver, `${prefix}-${index}`);
    if (latency !== undefined) milliseconds.push(latency);
  }
  return milliseconds;
}

function report(kicks: number, milliseconds: readonly number[], arrivals: ReadonlyMap<string, number>): void {
  const repeated = [...arrivals.values()].filter((times) => times > 1).length;
  console.log(
    textTable(
      ['from kick to webhook', 'median', 'p90', 'p99', 'max'],
      [['milliseconds', ...[50, 90, 99, 100].map((percent) => figure(percentile(milliseconds, percent)))]],
    ),
  );
  console.log(`\n${milliseconds.length} of ${kicks} arrived, ${repeated} of them more than once`);
  if (milliseconds.length < kicks || repeated > 0) process.exitCode = 1;
}

const { values } = parseArgs({
  options: { kicks: { type: 'string', default: '1000' }, help: { type: 'boolean', default: false } },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const kicks = wholeNumber('kicks', values.kicks, 1, 20_000);

pinThisProcess(cores.generator);
await using tocsin = await startTocsin();
const receiver = new KickReceiver();
await configure(tocsin.api, await receiver.listen());
console.log(machineLine(['tocsin']));
await kickMany(tocsin, receiver, 'warm-up', WARM_UP_KICKS);
const milliseconds = await kickMany(tocsin, receiver, 'kick', kicks);
await pause(REPEAT_WAIT_MS);
report(kicks, milliseconds, receiver.arrivals);
receiver.close();
tocsin.api.close();
