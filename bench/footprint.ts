/** How long each broker takes to start, and how much memory it needs: idle, and per idle connection. */

import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BrokerProcess } from './broker-process.ts';
import { type BrokerName, brokerNames, installed, startBroker, startTocsinFrom } from './brokers.ts';
import { measureIdle } from './load/generate.ts';
import type { IdleResult } from './load/idle.ts';
import { machineLine } from './machine.ts';
import { chosen, wholeNumber } from './options.ts';
import { median } from './statistics.ts';
import { FOOTPRINT_TARGETS } from './targets.ts';
import { figure, textTable } from './text-table.ts';

const usage = `npm run bench:footprint -- [--starts 9] [--rounds 3] [--connections 10000] [--brokers ${brokerNames}]
Starts each broker so many times until it accepts a client, then holds idle connections open and reads its memory.
Broker and generator each need one open file per connection: see \`ulimit -n\`.`;

const SETTLE_SECONDS = 2;
const MEBIBYTE = 2 ** 20;

async function startMilliseconds(name: BrokerName): Promise<number> {
  await using broker = await startBroker(name);
  return broker.startMilliseconds;
}

async function idle(name: BrokerName, subscribing: boolean): Promise<IdleResult> {
  await using broker = await startBroker(name);
  const { port, pid: brokerPid } = broker;
  return await measureIdle({
    kind: 'idle',
    port,
    brokerPid,
    connections,
    subscribing,
    settleSeconds: SETTLE_SECONDS,
  });
}

/** The brokers take turns; resolves with each one's measurements. */
async function inTurns<Value>(
  times: number,
  measure: (name: BrokerName) => Promise<Value>,
): Promise<Map<BrokerName, Value[]>> {
  const measured = new Map(brokers.map((name): [BrokerName, Value[]] => [name, []]));
  for (let round = 0; round < times; round++) {
    for (const name of brokers) measured.get(name)?.push(await measure(name));
  }
  return measured;
}

const { values } = parseArgs({
  options: {
    starts: { type: 'string', default: '9' },
    rounds: { type: 'string', default: '3' },
    connections: { type: 'string', default: '10000' },
    brokers: { type: 'string', default: brokerNames.join(',') },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const starts = wholeNumber('starts', values.starts, 1, 100);
const rounds = wholeNumber('rounds', values.rounds, 1, 20);
const connections = wholeNumber('connections', values.connections, 1, 19_000);
const brokers = installed(chosen('brokers', values.brokers, brokerNames));

console.log(machineLine(brokers));
const startTimes = await inTurns(starts, startMilliseconds);
const plain = await inTurns(rounds, (name) => idle(name, false));
const subscribed = await inTurns(rounds, (name) => idle(name, true));
const { startMilliseconds: start, bytesPerConnection, cpuMicrosecondsPerConnect } = FOOTPRINT_TARGETS;
const atMost = [
  'at most',
  figure(start),
  '',
  figure(bytesPerConnection),
  '',
  figure(cpuMicrosecondsPerConnect),
];
const rows = brokers.map((name) => {
  const medianOf = (results: Map<BrokerName, IdleResult[]>, value: keyof IdleResult): number =>
    median((results.get(name) ?? []).map((result) => result[value]));
  return [
    name,
    figure(median(startTimes.get(name) ?? [])),
    figure(medianOf(plain, 'idleBytes') / MEBIBYTE),
    figure(medianOf(plain, 'bytesPerConnection')),
    figure(medianOf(subscribed, 'bytesPerConnection')),
    figure(medianOf(plain, 'cpuMicrosecondsPerConnect')),
  ];
});
console.log(
  textTable(
    ['broker', 'start ms', 'idle MiB', 'bytes/connection', 'bytes/connection+subscription', 'CPU µs/connect'],
    [...rows, atMost],
  ),
);

/** A first start, with an empty cache directory, and the ones after it. */
async function coldAndWarm(main: string): Promise<[cold: number, warm: number]> {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-bench-cache-'));
  process.env.XDG_CACHE_HOME = directory;
  const times: number[] = [];
  for (let round = 0; round <= starts; round++) {
    await using broker = await startTocsinFrom(main);
    times.push(broker.startMilliseconds);
  }
  rmSync(directory, { recursive: true, force: true });
  return [times[0] ?? Number.NaN, median(times.slice(1))];
}

/** What no program that runs on Node.js can go below: until the first word of one that does nothing. */
async function nodeAlone(): Promise<number> {
  const args = ['-e', 'process.stdout.write("-"); setInterval(() => {}, 1000)'];
  await using node = await BrokerProcess.start(() => ({ command: process.execPath, args }));
  await once(node.stdout, 'data');
  return performance.now() - node.startedAt;
}

if (brokers.includes('tocsin')) {
  const alone: number[] = [];
  for (let round = 0; round < starts; round++) alone.push(await nodeAlone());
  const startRows: string[][] = [['Node.js alone', '', figure(median(alone))]];
  for (const main of ['src/main.ts', 'dist/main.js']) {
    if (!existsSync(join(import.meta.dirname, '..', main))) continue;
    startRows.push([main, ...(await coldAndWarm(main)).map(figure)]);
  }
  console.log(`\n${textTable(['start ms of Tocsin', 'first', 'later'], startRows)}`);
}
