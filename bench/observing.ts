/**
 * What it costs a message to be observed: slow subscriptions, topic metrics, traces of packets and spans, each on beside
 * off. All variants take turns in one process; a second one with nothing on shows what is noise.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { MqttBroker } from '../src/broker/broker.ts';
import type { Transport } from '../src/broker/connections/transport.ts';
import { seatsFor } from '../src/broker/listener-seats.ts';
import { systemClock } from '../src/lib/clock.ts';
import { silentLogger } from '../src/lib/logger.ts';
import { otlpJson, type Span } from '../src/lib/spans/span.ts';
import { Tracer } from '../src/lib/spans/tracer.ts';
import { encodePacket } from '../src/mqtt/codec.ts';
import type { Packet } from '../src/mqtt/packets.ts';
import { RuleSpans } from '../src/rules/door.ts';
import { Traces } from '../src/trace/door.ts';
import { FakeDocuments } from '../test/support/fake-documents.ts';
import { connect, newTestBroker, publish } from '../test/support/test-broker.ts';
import { machineLine } from './machine.ts';
import { wholeNumber } from './options.ts';
import { cores, pinThisProcess } from './pinning.ts';
import { RuleBroker, startRules } from './rule-broker.ts';
import { median } from './statistics.ts';
import { textTable } from './text-table.ts';

const usage = `npm run bench:observing -- [--rounds 30] [--messages 20000]
Each round gives so many messages to each variant in turn.`;

/** Messages of one turn of the event loop; what was written in it goes out at its end. */
const TURN = 100;
const ROUNDS_TO_WARM_UP = 5;
const TOPIC = 'plant/line1/temp';
const PAYLOAD = '{"device":"meter-17","temp":21.5,"x":17,"unit":"C"}';

interface Variant {
  accept(): void;
  endOfTurn(): unknown;
}

/** A connection that takes all and keeps nothing. */
class Sink implements Transport {
  readonly remoteAddress = '127.0.0.1';
  readonly remotePort = 50_000;
  readonly localAddress = '127.0.0.1';
  readonly localPort = 1883;
  readonly peerCertificate = undefined;
  readonly unsentBytes = 0;
  readonly backlog = 0;
  readonly canWrite = true;
  readonly #listener;

  constructor(broker: MqttBroker, clientId: string) {
    this.#listener = broker.accept(this, seatsFor('tcp:default'));
    this.send(connect(clientId));
  }

  write(): boolean {
    return true;
  }

  pause(): void {}
  resume(): void {}
  end(): void {}
  destroy(): void {}

  send(packet: Packet): void {
    this.bytes(encodePacket(packet, 5));
  }

  bytes(bytes: Buffer): void {
    this.#listener.onBytes(bytes);
  }
}

/** A message of QoS 0 from the bytes of its publisher to those for its one receiver. */
function messages(observe: (broker: MqttBroker) => void): Variant {
  const broker = newTestBroker(systemClock);
  observe(broker);
  const subscription = {
    filter: TOPIC,
    qos: 0,
    noLocal: false,
    retainAsPublished: false,
    retainHandling: 0,
  } as const;
  new Sink(broker, 'panel').send({
    type: 'subscribe',
    packetId: 1,
    subscriptions: [subscription],
    properties: {},
  });
  const publisher = new Sink(broker, 'meter-17');
  const bytes = encodePacket(publish(TOPIC, PAYLOAD), 5);
  return { accept: () => publisher.bytes(bytes), endOfTurn: () => endOfTurn() };
}

const directory = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));

function traceOf(clientId: string): (broker: MqttBroker) => void {
  return (broker) => {
    const traces = new Traces({
      broker,
      clock: systemClock,
      definitions: new FakeDocuments(),
      directory,
      isPassing: true,
      logger: silentLogger,
      hearRules: () => undefined,
    });
    void traces.create({
      name: clientId,
      type: 'clientid',
      value: clientId,
      payloadEncoding: 'text',
      format: 'text',
      startAt: undefined,
      endAt: undefined,
      by: 'bench',
    });
  };
}

/** A message that one rule hears and makes a row of. */
function ruled(ratio: number | undefined): Variant {
  const broker = new RuleBroker();
  const spans = ratio === undefined ? undefined : spansOf(ratio);
  const engine = startRules(broker, spans);
  engine.create({ id: 'r', sql: `SELECT clientid, payload.x as x FROM "plant/#"` });
  const bytes = Buffer.from(PAYLOAD);
  return {
    accept: () => broker.accept(broker.message(TOPIC, bytes, 0, bytes.length)),
    endOfTurn: () => engine.drain(),
  };
}

/** Spans are made into the requests in which they would go, and go nowhere. */
function spansOf(ratio: number): RuleSpans {
  let waiting: Span[] = [];
  const exporter = {
    add(span: Span) {
      if (waiting.push(span) < 512) return;
      otlpJson(waiting, { 'service.name': 'tocsin' }, '0');
      waiting = [];
    },
    drop() {},
  };
  const tracer = new Tracer({ ratio, clock: systemClock, exporter });
  return new RuleSpans({ tracer, followsParent: true });
}

const counted = (topics: readonly string[]) => (broker: MqttBroker) => {
  for (const topic of topics) broker.topicMetrics.count(topic);
};
const others = Array.from({ length: 511 }, (_, index) => `plant/line${index}/other`);

const variants = {
  'nothing on': () => messages(() => {}),
  'nothing on, again': () => messages(() => {}),
  'slow subscriptions': () =>
    messages(({ slowSubscriptions }) => {
      slowSubscriptions.configure({ ...slowSubscriptions.settings, isOn: true });
    }),
  'topic metrics, another topic': () => messages(counted(others.slice(0, 1))),
  'topic metrics, this topic': () => messages(counted([TOPIC])),
  'topic metrics, 512 topics': () => messages(counted([...others, TOPIC])),
  'trace of another client': () => messages(traceOf('elsewhere')),
  'trace of this publisher': () => messages(traceOf('meter-17')),
  'a rule, spans off': () => ruled(undefined),
  'a rule, spans off, again': () => ruled(undefined),
  'a rule, spans on, none sampled': () => ruled(0),
  'a rule, spans on, a tenth': () => ruled(0.1),
  'a rule, spans on, all': () => ruled(1),
} as const satisfies Record<string, () => Variant>;
type Name = keyof typeof variants;
const names = Object.keys(variants) as Name[];

setFlagsFromString('--expose-gc');
/** So that nobody cleans up after the one before. */
const collectGarbage = runInNewContext('gc') as () => void;

/** Nanoseconds of CPU per message: others on the machine do not count, but for the caches that they take. */
async function measure({ accept, endOfTurn: end }: Variant, count: number): Promise<number> {
  const before = process.cpuUsage();
  for (let index = 0; index < count; index++) {
    accept();
    if (index % TURN === TURN - 1) await end();
  }
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / count;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '30' },
      messages: { type: 'string', default: '20000' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const rounds = wholeNumber('rounds', values.rounds, 1, 10_000);
  const count = wholeNumber('messages', values.messages, TURN, 1_000_000);
  pinThisProcess(cores.broker);
  console.log(machineLine([]));

  const running = new Map(names.map((name) => [name, variants[name]()]));
  const measured = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = -ROUNDS_TO_WARM_UP; round < rounds; round++) {
    // In another order each time: what one leaves behind in caches should not meet the same one.
    for (const name of names.toSorted(() => Math.random() - 0.5)) {
      const variant = running.get(name);
      if (!variant) continue;
      collectGarbage();
      const time = await measure(variant, count);
      if (round >= 0) measured.get(name)?.push(time);
    }
  }
  const rows = names.map((name) => {
    const own = measured.get(name) ?? [];
    const off = measured.get(name.startsWith('a rule') ? 'a rule, spans off' : 'nothing on') ?? [];
    const ratios = own.map((time, round) => time / (off[round] ?? Number.NaN));
    const least = Math.min(...own) / Math.min(...off);
    return [
      name,
      median(own).toFixed(0),
      Math.min(...own).toFixed(0),
      median(ratios).toFixed(3),
      least.toFixed(3),
    ];
  });
  console.log(textTable(['variant', 'ns, median', 'ns, least', 'to off, median', 'to off, least'], rows));
  rmSync(directory, { recursive: true, force: true });
  process.exit(0);
}

await main();
