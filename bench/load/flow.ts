import { setTimeout as pause } from 'node:timers/promises';
import { cpuNanoseconds } from '../cpu-time.ts';
import { LoadClient } from './load-client.ts';
import { openAll } from './opening.ts';
import { Publisher } from './publisher.ts';
import { routings, type Shape } from './shapes.ts';
import { Tally } from './tally.ts';
import type { Credentials } from './wire.ts';
import { WriteTurn } from './write-turn.ts';

export interface FlowJob {
  kind: 'flow';
  port: number;
  brokerPid: number;
  shape: Shape;
  /** None: clients come as nobody. */
  credentials?: Credentials | undefined;
  /** Traffic before the measured time: compilers, caches and buffers settle. */
  warmUpSeconds: number;
  seconds: number;
}

export interface FlowResult {
  /** CPU time of the broker per message delivered in the measured time. */
  cpuMicroseconds: number;
  deliveredPerSecond: number;
  /** These four count the whole run, warm-up included. */
  missing: number;
  duplicated: number;
  reordered: number;
  lostConnections: number;
}

/** Nothing arrived for so long: the broker dropped what the publishers wait for, or all has arrived. */
const STALL_MS = 1000;
/** A broker may bound the subscriptions of a client. */
const FILTERS_PER_CLIENT = 500;
/** How long stragglers may take after the last message was published. */
const DRAIN_MS = 30_000;
/** After so long their pace says whether they will have come by then. */
const PACE_MS = 2000;

/** Opens the connections of the shape, keeps its windows full for the given time, and counts. Rejects when nothing arrives. */
export async function runFlow(job: FlowJob): Promise<FlowResult> {
  const traffic = new Traffic(job);
  await traffic.open();
  traffic.start();
  await pause(job.warmUpSeconds * 1000);
  const before = takeReading(job.brokerPid, traffic);
  await pause(job.seconds * 1000);
  const after = takeReading(job.brokerPid, traffic);
  await traffic.drain();

  const delivered = after.delivered - before.delivered;
  if (delivered === 0) throw new Error('the broker delivered nothing in the measured time');
  const result: FlowResult = {
    cpuMicroseconds: (after.cpuNanoseconds - before.cpuNanoseconds) / 1000 / delivered,
    deliveredPerSecond: (delivered * 1000) / (after.milliseconds - before.milliseconds),
    ...traffic.errors(),
  };
  traffic.close();
  return result;
}

interface Reading {
  cpuNanoseconds: number;
  milliseconds: number;
  delivered: number;
}

function takeReading(brokerPid: number, traffic: Traffic): Reading {
  return {
    cpuNanoseconds: cpuNanoseconds(brokerPid),
    milliseconds: performance.now(),
    delivered: traffic.delivered,
  };
}

class Traffic {
  readonly #port: number;
  readonly #shape: Shape;
  readonly #credentials: Credentials | undefined;
  readonly #turn = new WriteTurn();
  readonly #publishers: Publisher[] = [];
  readonly #tallies: Tally[];
  #clients: LoadClient[] = [];
  #publishing = false;
  #lostConnections = 0;
  #stallWatch: NodeJS.Timeout | undefined;

  constructor({ port, shape, credentials }: FlowJob) {
    this.#port = port;
    this.#shape = shape;
    this.#credentials = credentials;
    this.#tallies = Array.from({ length: shape.subscribers }, () => new Tally(shape.publishers));
    this.#turn.onTurn = () => this.#publishMore();
  }

  get delivered(): number {
    return this.#tallies.reduce((sum, tally) => sum + tally.received, 0);
  }

  /** Subscribers first: from the first message on, everyone who is meant to hear it does. */
  async open(): Promise<void> {
    const { subscribers, publishers } = this.#shape;
    const listening = await openAll(subscribers, (index) => this.#openSubscriber(index));
    const others = await this.#openOthers();
    const talking = await openAll(publishers, (index) => this.#openPublisher(index));
    this.#clients = [...listening, ...others, ...talking];
  }

  start(): void {
    this.#publishing = true;
    this.#turn.wake();
    let deliveredBefore = -1;
    this.#stallWatch = setInterval(() => {
      const { delivered } = this;
      if (delivered === deliveredBefore) this.#giveUpWaiting();
      deliveredBefore = delivered;
    }, STALL_MS);
  }

  /** Publishes no more, and waits until all has arrived, or nothing more comes, or the rest evidently comes too late. */
  async drain(): Promise<void> {
    this.#publishing = false;
    clearInterval(this.#stallWatch);
    const began = performance.now();
    const missingAtFirst = this.errors().missing;
    let missing = missingAtFirst;
    let arrived = -1;
    let unchangedSince = began;
    while (missing > 0) {
      const now = performance.now();
      const { delivered } = this;
      if (delivered !== arrived) unchangedSince = now;
      else if (now - unchangedSince > STALL_MS) break;
      arrived = delivered;
      const waited = now - began;
      const timeForRest = (missing * waited) / (missingAtFirst - missing);
      if (waited > PACE_MS && waited + timeForRest > DRAIN_MS) break;
      await pause(20);
      missing = this.errors().missing;
    }
  }

  errors(): Pick<FlowResult, 'missing' | 'duplicated' | 'reordered' | 'lostConnections'> {
    const { hears } = routings[this.#shape.pattern];
    const errors = { missing: 0, duplicated: 0, reordered: 0, lostConnections: this.#lostConnections };
    for (const [subscriber, tally] of this.#tallies.entries()) {
      const sent = this.#publishers.map(({ sent }, publisher) => (hears(subscriber, publisher) ? sent : 0));
      errors.missing += tally.missing(sent);
      errors.duplicated += tally.duplicated;
      errors.reordered += tally.reordered;
    }
    return errors;
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }

  #openSubscriber(index: number): LoadClient {
    const tally = this.#tallies[index] as Tally;
    return new LoadClient({
      port: this.#port,
      clientId: `load-subscriber-${index}`,
      isPersistent: this.#shape.isPersistent,
      credentials: this.#credentials,
      turn: this.#turn,
      subscription: { filters: [routings[this.#shape.pattern].filter(index)], qos: this.#shape.qos },
      onMessage: (buffer, payloadAt) => {
        const publisher = buffer.readUInt32LE(payloadAt);
        tally.receive(publisher, buffer.readUInt32LE(payloadAt + 4));
        this.#publishers[publisher]?.onDelivered();
      },
      onLost: (reason) => this.#onLost(reason),
    });
  }

  /** Clients whose filters have wildcards and match nothing that is published here, but its first level. */
  #openOthers(): Promise<LoadClient[]> {
    const { otherFilters } = this.#shape;
    return openAll(Math.ceil(otherFilters / FILTERS_PER_CLIENT), (index) => {
      const first = index * FILTERS_PER_CLIENT;
      const count = Math.min(FILTERS_PER_CLIENT, otherFilters - first);
      return new LoadClient({
        port: this.#port,
        clientId: `load-other-${index}`,
        credentials: this.#credentials,
        turn: this.#turn,
        subscription: {
          filters: Array.from({ length: count }, (_, offset) => `load/+/other/${first + offset}/#`),
          qos: 0,
        },
        onLost: (reason) => this.#onLost(reason),
      });
    });
  }

  #openPublisher(index: number): LoadClient {
    const client = new LoadClient({
      port: this.#port,
      clientId: `load-publisher-${index}`,
      isPersistent: this.#shape.isPersistent,
      credentials: this.#credentials,
      turn: this.#turn,
      onAcknowledged: () => this.#publishers[index]?.onAcknowledged(),
      onLost: (reason) => this.#onLost(reason),
    });
    const topic = routings[this.#shape.pattern].topic(index);
    this.#publishers[index] = new Publisher(client, index, topic, this.#shape);
    return client;
  }

  #publishMore(): void {
    if (!this.#publishing) return;
    for (const publisher of this.#publishers) publisher.fillWindow();
  }

  #giveUpWaiting(): void {
    for (const publisher of this.#publishers) publisher.giveUpWaiting();
    this.#turn.wake();
  }

  #onLost(reason: string): void {
    this.#lostConnections++;
    if (this.#lostConnections === 1) process.stderr.write(`a connection was lost: ${reason}\n`);
  }
}
