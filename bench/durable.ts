/**
 * What it costs that sessions outlive the process: the same program with its data directory on the disk, and with
 * `:memory:` for it, where nothing is written down.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { untilAccepting } from './accepting.ts';
import { BrokerProcess } from './broker-process.ts';
import { freePort } from './brokers.ts';
import { cpuNanoseconds } from './cpu-time.ts';
import { measureFlow, measureOffline } from './load/generate.ts';
import { type Shape, shapes } from './load/shapes.ts';
import { machineLine } from './machine.ts';
import { chosen, wholeNumber } from './options.ts';
import { residentBytes } from './resident-memory.ts';
import { median } from './statistics.ts';
import { figure, textTable } from './text-table.ts';
import { tocsinCommand } from './tocsin.ts';

const parts = ['offline', 'fan-in', 'start'] as const;

const usage = `npm run bench:durable -- [--rounds 3] [--seconds 2] [--parts ${parts}] [--messages 1000000]
offline: CPU per QoS 1 publish to 1,000 persistent sessions that are away.
fan-in:  throughput with persistent sessions, against clean ones.
start:   from a start after kill -9, with so many messages queued, to the first CONNACK.`;

const SESSIONS = 1000;

/** A start with a million messages on a busy machine takes its time: how long is what is measured. */
const PATIENCE_MS = 120_000;

type Mode = 'memory' | 'normal' | 'full';

interface Measured {
  readonly cpu: number;
  readonly perSecond: number;
}

async function startBroker(mode: Mode, directory?: string) {
  const port = await freePort();
  const process = await BrokerProcess.start((own) => {
    const dataDirectory = mode === 'memory' ? ':memory:' : (directory ?? join(own, 'data'));
    const assignments = mode === 'full' ? ['store.durability=full'] : [];
    return tocsinCommand({ directory: own, tcpPort: port, dataDirectory, assignments });
  });
  await untilAccepting(port, () => process.assertRunning(), PATIENCE_MS);
  return { port, process };
}

async function offline(mode: Mode): Promise<Measured> {
  const { port, process } = await startBroker(mode);
  await using _ = process;
  const result = await measureOffline({
    kind: 'offline',
    port,
    brokerPid: process.pid,
    sessions: SESSIONS,
    ownTopics: false,
    warmUpSeconds: 2,
    seconds,
  });
  return { cpu: result.cpuMicrosecondsPerPublish, perSecond: result.publishedPerSecond };
}

async function fanIn(shape: Shape): Promise<Measured> {
  const { port, process } = await startBroker('normal');
  await using _ = process;
  const result = await measureFlow({
    kind: 'flow',
    port,
    brokerPid: process.pid,
    shape,
    warmUpSeconds: 1,
    seconds,
  });
  const wrong = result.missing + result.duplicated + result.reordered + result.lostConnections;
  if (wrong > 0) throw new Error(`${shape.name}: ${JSON.stringify(result)}`);
  return { cpu: result.cpuMicroseconds, perSecond: result.deliveredPerSecond };
}

/** The variants take turns within a round, so that drift of the machine meets all alike; the first is what the others are measured by. */
async function compare(variants: ReadonlyMap<string, () => Promise<Measured>>): Promise<string[][]> {
  const results = new Map([...variants.keys()].map((name): [string, Measured[]] => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of variants) results.get(name)?.push(await measure());
  }
  const [baseline = []] = results.values();
  return [...results].map(([name, measured]) => [
    name,
    figure(median(measured.map(({ cpu }) => cpu))),
    figure(median(measured.map(({ perSecond }) => perSecond))),
    ratio(measured, baseline, 'cpu'),
    ratio(measured, baseline, 'perSecond'),
  ]);
}

/** Median of the rounds' own ratios: what slows the machine for a while slows both sides of one round. */
function ratio(measured: readonly Measured[], baseline: readonly Measured[], what: keyof Measured): string {
  const ratios = measured.map((result, round) => result[what] / (baseline[round]?.[what] ?? Number.NaN));
  return median(ratios).toFixed(2);
}

async function startRows(): Promise<string[][]> {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
  try {
    const { port, process } = await startBroker('normal', directory);
    await measureOffline({
      kind: 'offline',
      port,
      brokerPid: process.pid,
      sessions: SESSIONS,
      ownTopics: true,
      messages,
      warmUpSeconds: 0,
      seconds: 300,
    });
    await process.kill();
    const files = join(directory, 'broker-log');
    const bytes = readdirSync(files).reduce((sum, name) => sum + statSync(join(files, name)).size, 0);
    const begin = performance.now();
    const again = await startBroker('normal', directory);
    const milliseconds = performance.now() - begin;
    const cpu = cpuNanoseconds(again.process.pid) / 1e6;
    await using _ = again.process;
    return [
      ['messages queued', messages.toLocaleString('en-US')],
      ['bytes of the log', bytes.toLocaleString('en-US')],
      ['ms to the first CONNACK', figure(milliseconds)],
      ['CPU ms until then', figure(cpu)],
      ['resident MiB then', figure(residentBytes(again.process.pid) / 2 ** 20)],
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2' },
    parts: { type: 'string', default: parts.join(',') },
    messages: { type: 'string', default: '1000000' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
const rounds = wholeNumber('rounds', values.rounds, 1, 50);
const seconds = wholeNumber('seconds', values.seconds, 1, 60);
const messages = wholeNumber('messages', values.messages, 1000, 1_000_000);
const wanted = chosen('parts', values.parts, parts);
const head = ['', 'CPU µs', 'msgs/s', 'CPU ÷ first', 'msgs/s ÷ first'];

console.log(machineLine(['tocsin']));
if (wanted.includes('offline')) {
  const modes = (['memory', 'normal', 'full'] as const).map((mode) => [mode, () => offline(mode)] as const);
  console.log(
    textTable([`QoS 1 to ${SESSIONS} offline sessions`, ...head.slice(1)], await compare(new Map(modes))),
  );
}
if (wanted.includes('fan-in')) {
  for (const name of ['fanin-q1', 'fanin-q2']) {
    const shape = shapes.find((one) => one.name === name);
    if (!shape) throw new Error(`there is no shape ${name}`);
    const variants = new Map([
      ['clean sessions', () => fanIn(shape)],
      ['persistent sessions', () => fanIn({ ...shape, isPersistent: true })],
    ]);
    console.log(textTable([name, ...head.slice(1)], await compare(variants)));
  }
}
if (wanted.includes('start')) console.log(textTable(['start after kill -9', ''], await startRows()));
