/** What it costs the broker to record 20,000 events a second, and what an innocent client notices of it. */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { cpuNanoseconds, mainThreadNanoseconds } from './cpu-time.ts';
import { LoadClient } from './load/load-client.ts';
import { Probe } from './load/probe.ts';
import { publishTemplate } from './load/wire.ts';
import { WriteTurn } from './load/write-turn.ts';
import { machineLine } from './machine.ts';
import { wholeNumber } from './options.ts';
import { cores, pinThisProcess } from './pinning.ts';
import { median, percentile } from './statistics.ts';
import { figure, textTable } from './text-table.ts';
import { startTocsin } from './tocsin.ts';

const usage = `npm run bench:journal -- [--rate 20000] [--seconds 5] [--rounds 3]
Publishes so many messages a second that nobody subscribes to, each of which is an event (message.dropped), to a broker that
records them and to one that does not, and compares the CPU time of the thread that serves clients.`;

const PUBLISHERS = 50;
const PAYLOAD_BYTES = 64;
const WARM_UP_MS = 1000;
/** Milliseconds between two bursts of the publishers. */
const BURST_MS = 5;

interface Measured {
  /** Percent of one core: of the thread that serves clients, and of all. */
  main: number;
  all: number;
  /** Milliseconds of the probe's round trips. */
  p50: number;
  p99: number;
  sent: number;
  recorded: number;
  lost: number;
}

interface Status {
  counts: Record<string, number>;
  lost: Record<string, number>;
}

async function measure(isRecording: boolean): Promise<Measured> {
  await using broker = await startTocsin([`journal.enable=${isRecording}`, 'log.level=warn']);
  const { port, pid, api } = broker;
  const turn = new WriteTurn();
  const publishers = await Promise.all(
    Array.from({ length: PUBLISHERS }, async (_, number) => {
      const client = new LoadClient({ port, clientId: `publisher-${number}`, turn, onLost: fail });
      await client.opened;
      return { client, template: publishTemplate(`journal/${number}`, 0, Buffer.alloc(PAYLOAD_BYTES, 'x')) };
    }),
  );
  const probe = new Probe(port, turn, fail);
  await probe.start();
  let sent = 0;
  const begin = performance.now();
  const publish = setInterval(() => {
    const due = Math.floor(((performance.now() - begin) * rate) / 1000);
    for (; sent < due; sent++) {
      const { client, template } = publishers[sent % PUBLISHERS] as (typeof publishers)[number];
      client.publish(template, 0, sent);
    }
  }, BURST_MS);
  await pause(WARM_UP_MS);
  probe.takeTimes();
  const before = { at: performance.now(), main: mainThreadNanoseconds(pid), all: cpuNanoseconds(pid) };
  await pause(seconds * 1000);
  const elapsed = (performance.now() - before.at) * 1e6;
  const main = (mainThreadNanoseconds(pid) - before.main) / elapsed;
  const all = (cpuNanoseconds(pid) - before.all) / elapsed;
  const times = probe.takeTimes();
  clearInterval(publish);
  await pause(200);
  const status = isRecording ? await api.get<Status>('/events/status') : { counts: {}, lost: {} };
  probe.stop();
  for (const { client } of publishers) client.close();
  api.close();
  return {
    main: main * 100,
    all: all * 100,
    p50: percentile(times, 50),
    p99: percentile(times, 99),
    sent,
    recorded: status.counts['message.dropped'] ?? 0,
    lost: Object.values(status.lost).reduce((sum, count) => sum + count, 0),
  };
}

function fail(reason: string): never {
  console.error(reason);
  process.exit(1);
}

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const rate = wholeNumber('rate', values.rate, 1, 100_000);
const seconds = wholeNumber('seconds', values.seconds, 1, 600);
const rounds = wholeNumber('rounds', values.rounds, 1, 20);

pinThisProcess(cores.generator);
console.log(machineLine(['tocsin']));
const results = { off: [] as Measured[], on: [] as Measured[] };
for (let round = 0; round < rounds; round++) {
  // Who is first takes turns, as a machine gets warm.
  for (const isRecording of round % 2 === 0 ? [false, true] : [true, false]) {
    results[isRecording ? 'on' : 'off'].push(await measure(isRecording));
  }
}
const rows = Object.entries(results).map(([name, measured]) => {
  const of = (value: keyof Measured): number => median(measured.map((result) => result[value]));
  return [name, figure(of('main')), figure(of('all')), figure(of('p50')), figure(of('p99'))];
});
console.log(textTable(['journal', 'main thread %', 'all threads %', 'probe p50 ms', 'probe p99 ms'], rows));
const ratio = median(results.on.map(({ p99 }, round) => p99 / (results.off[round]?.p99 ?? Number.NaN)));
const cost = median(results.on.map(({ main }, round) => main - (results.off[round]?.main ?? Number.NaN)));
console.log(
  `recording costs the main thread ${figure((cost * 1e4) / rate)} µs per event; probe p99 on ÷ off: ${figure(ratio)}`,
);
const sum = (value: keyof Measured) => results.on.reduce((total, result) => total + result[value], 0);
console.log(`sent ${sum('sent')}, recorded ${sum('recorded')}, counted as lost ${sum('lost')}`);
if (sum('recorded') + sum('lost') < sum('sent')) fail('events are missing that nobody counted');
