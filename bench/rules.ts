/**
 * What rules cost a message or an event: beside a filter of the same meaning written by hand, beside a broker without
 * rules, and as one of a thousand. All variants take turns in one process.
 */
import { parseArgs } from 'node:util';
import type { ClientInfo, EventOf, Message } from '../src/broker/door.ts';
import { machineLine } from './machine.ts';
import { wholeNumber } from './options.ts';
import { cores, pinThisProcess } from './pinning.ts';
import { RuleBroker, startRules } from './rule-broker.ts';
import { median } from './statistics.ts';
import { textTable } from './text-table.ts';

const usage = `npm run bench:rules -- [--rounds 40] [--events 20000]
Each round gives so many events to each variant in turn.`;

/** Events of one turn of the event loop; rules work at its end. */
const TURN = 200;
const ROUNDS_TO_WARM_UP = 10;

/** What a round is done to: it takes events, and works off what they caused. */
interface Variant {
  /** Takes one of those that were made. */
  accept(index: number): void;
  endOfTurn(): void;
  /** Makes new events, which is not measured. */
  prepare(count: number): void;
  /** Rows made so far: variants that are compared make equally many. */
  rows(): number;
}

const TOPIC = 'up/meter-17';
const RULE_ON_PAYLOAD = `SELECT clientid, payload.x as x FROM "up/#" WHERE payload.x > 50`;
const OFFLINE_RULE = `SELECT
  clientid,
  username,
  format_date('millisecond', '+08:00', '%Y-%m-%d %H:%M:%S', disconnected_at) as disconnected_at,
  peername,
  reason
FROM
  "$events/client/disconnected"
WHERE
  reason != "normal"`;

/** Messages of a hundred different payloads in the bytes of a connection. */
class Messages {
  readonly #broker: RuleBroker;
  readonly #topic: string;
  readonly #bytes: Buffer;
  readonly #places: ReadonlyArray<readonly [start: number, end: number]>;
  #made: ReturnType<RuleBroker['message']>[] = [];

  constructor(broker: RuleBroker, topic: string) {
    this.#broker = broker;
    this.#topic = topic;
    const payloads = Array.from(
      { length: 100 },
      (_, x) => `{"device":"meter-17","temp":21.5,"x":${(x * 37) % 100},"unit":"C"}`,
    );
    this.#bytes = Buffer.from(payloads.join(''));
    let end = 0;
    this.#places = payloads.map((payload) => {
      const start = end;
      end += payload.length;
      return [start, end];
    });
  }

  prepare(count: number): void {
    this.#made = Array.from({ length: count }, (_, index) => {
      const [start, end] = this.#places[index % this.#places.length] ?? [0, 0];
      return this.#broker.message(this.#topic, this.#bytes, start, end);
    });
  }

  accept(index: number): void {
    const message = this.#made[index];
    if (message) this.#broker.accept(message);
  }
}

function messagesTo(
  topic: string,
  start: (broker: RuleBroker) => { endOfTurn: () => void; rows: () => number },
): Variant {
  const broker = new RuleBroker();
  const messages = new Messages(broker, topic);
  const { endOfTurn, rows } = start(broker);
  return {
    accept: (index) => messages.accept(index),
    prepare: (count) => messages.prepare(count),
    endOfTurn,
    rows,
  };
}

const nothing = { endOfTurn: () => {}, rows: () => 0 };

function ruled(broker: RuleBroker, rules: ReadonlyArray<{ id: string; sql: string }>) {
  const engine = startRules(broker);
  for (const rule of rules) engine.create(rule);
  const first = rules[0]?.id ?? '';
  return { endOfTurn: () => engine.drain(), rows: () => engine.metrics(first)?.metrics.passed ?? 0 };
}

/** What somebody would write who wanted just this filter: text, JSON, comparison, row. */
function filteredByHand(broker: RuleBroker) {
  let rows = 0;
  let missed = 0;
  let failed = 0;
  let latest: object | undefined;
  broker.watch('up/#', (message: Message) => {
    try {
      const { x } = JSON.parse(message.payload.toString());
      if (x > 50) {
        latest = { clientid: message.from.clientId, x };
        rows++;
      } else missed++;
    } catch {
      failed++;
    }
  });
  return { endOfTurn: () => {}, rows: () => (missed + failed === 0 || latest === undefined ? 0 : rows) };
}

const client: ClientInfo = {
  clientId: 'meter-17',
  username: 'u',
  peerHost: '10.0.0.9',
  peerPort: 4711,
  peerName: '10.0.0.9:4711',
  sockName: '10.0.0.1:1883',
  listener: 'tcp:default',
  protocolName: 'MQTT',
  protocolVersion: 5,
  keepAlive: 60,
  cleanStart: true,
  expiryInterval: 0,
  receiveMaximum: 65_535,
  isBridge: false,
  properties: {},
  attributes: {},
  isSuperuser: false,
  acl: undefined,
  identity: undefined,
  connectedAt: 1_756_465_154_714,
};

/** Every second client says good-bye. */
const reasons = ['normal', 'keepalive_timeout', 'normal', 'tcp_closed'] as const;

function disconnects(start: (broker: RuleBroker) => { endOfTurn: () => void; rows: () => number }): Variant {
  const broker = new RuleBroker();
  const { endOfTurn, rows } = start(broker);
  let made: EventOf<'client.disconnected'>[] = [];
  return {
    prepare: (count) => {
      made = Array.from({ length: count }, (_, index) => ({
        name: 'client.disconnected',
        at: 1_756_465_200_000 + index,
        client,
        reason: reasons[index % reasons.length] ?? 'normal',
        closedBy: 'client',
        properties: {},
        disconnectedAt: 1_756_465_200_000 + index * 13,
        sequence: index,
      }));
    },
    accept: (index) => {
      const event = made[index];
      if (event) broker.emit(event);
    },
    endOfTurn,
    rows,
  };
}

function offlineByHand(broker: RuleBroker) {
  let rows = 0;
  let latest: object | undefined;
  broker.events['client.disconnected'].listen((event) => {
    if (event.reason === 'normal') return;
    latest = {
      clientid: event.client.clientId,
      username: event.client.username,
      disconnected_at: inShanghai(event.disconnectedAt),
      peername: event.client.peerName,
      reason: event.reason,
    };
    rows++;
  });
  return { endOfTurn: () => {}, rows: () => (latest === undefined ? 0 : rows) };
}

function inShanghai(time: number): string {
  return new Date(time + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

const thousand = Array.from({ length: 1000 }, (_, index) => ({
  id: `r${index}`,
  sql: RULE_ON_PAYLOAD.replace('up/#', index === 0 ? TOPIC : `up/other-${index}`),
}));

const variants = {
  'no rules': () => messagesTo(TOPIC, () => nothing),
  'payload, by hand': () => messagesTo(TOPIC, filteredByHand),
  'payload, rule': () => messagesTo(TOPIC, (broker) => ruled(broker, [{ id: 'r', sql: RULE_ON_PAYLOAD }])),
  'payload, one rule of this topic': () => messagesTo(TOPIC, (broker) => ruled(broker, thousand.slice(0, 1))),
  'payload, one of 1,000 rules': () => messagesTo(TOPIC, (broker) => ruled(broker, thousand)),
  'unwanted, 1,000 rules': () => messagesTo('down/meter-17', (broker) => ruled(broker, thousand)),
  'unwanted, no rules': () => messagesTo('down/meter-17', (broker) => ruled(broker, [])),
  'offline, by hand': () => disconnects(offlineByHand),
  'offline, rule': () => disconnects((broker) => ruled(broker, [{ id: 'r', sql: OFFLINE_RULE }])),
} as const satisfies Record<string, () => Variant>;
type Name = keyof typeof variants;
const names = Object.keys(variants) as Name[];

interface Comparison {
  question: string;
  of: Name;
  beside: Name;
  /** What both would cost without any filter. */
  without?: Name;
  atMost: number;
}

const comparisons: readonly Comparison[] = [
  {
    question: 'payload.x > n, with the way of the message',
    of: 'payload, rule',
    beside: 'payload, by hand',
    atMost: 1.5,
  },
  {
    question: 'payload.x > n, the filter alone',
    of: 'payload, rule',
    beside: 'payload, by hand',
    without: 'no rules',
    atMost: 1.5,
  },
  { question: 'the offline rule', of: 'offline, rule', beside: 'offline, by hand', atMost: 1.5 },
  {
    question: 'one of 1,000 rules beside one rule',
    of: 'payload, one of 1,000 rules',
    beside: 'payload, one rule of this topic',
    atMost: 1.2,
  },
  {
    question: 'a message that none of 1,000 rules wants',
    of: 'unwanted, 1,000 rules',
    beside: 'unwanted, no rules',
    atMost: 1.03,
  },
];

/** CPU time of this process: others on the machine do not count. */
function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** Nanoseconds per event. @param times that each is given, since one that nobody wants takes no time to speak of */
function measure(variant: Variant, events: number, times: number): number {
  variant.prepare(events);
  const begun = cpuMicroseconds();
  for (let time = 0; time < times; time++) {
    for (let index = 0; index < events; index++) {
      variant.accept(index);
      if (index % TURN === TURN - 1) variant.endOfTurn();
    }
    variant.endOfTurn();
  }
  return ((cpuMicroseconds() - begun) * 1000) / (events * times);
}

function main(): void {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '40' },
      events: { type: 'string', default: '20000' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const rounds = wholeNumber('rounds', values.rounds, 1, 10_000);
  const events = wholeNumber('events', values.events, TURN, 1_000_000);
  pinThisProcess(cores.broker);
  console.log(machineLine([]));

  const running = new Map(names.map((name) => [name, variants[name]()]));
  const measured = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = -ROUNDS_TO_WARM_UP; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      // Each round begins with another one.
      const name = names[(turn + round + ROUNDS_TO_WARM_UP) % names.length] as Name;
      const variant = running.get(name);
      if (!variant) continue;
      const time = measure(variant, events, name.startsWith('unwanted') ? 20 : 1);
      if (round >= 0) measured.get(name)?.push(time);
    }
  }
  const of = (name: Name): readonly number[] => measured.get(name) ?? [];
  const figures = names.map((name) => [
    name,
    median(of(name)).toFixed(0),
    String(running.get(name)?.rows() ?? 0),
  ]);
  console.log(textTable(['variant', 'ns per event', 'rows'], figures));
  console.log();
  const ratios = comparisons.map(({ question, of: own, beside, without, atMost }) => {
    const base = without ? of(without) : [];
    const ratio = median(
      of(own).map((time, i) => (time - (base[i] ?? 0)) / ((of(beside)[i] ?? 0) - (base[i] ?? 0))),
    );
    return [question, ratio.toFixed(3), String(atMost), ratio <= atMost ? 'met' : 'missed'];
  });
  console.log(textTable(['comparison', 'ratio', 'at most', ''], ratios));
  process.exit(0);
}

main();
