import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import { type BrokerProcess, startBrokerProcess, temporaryDirectory } from '../../../demo/broker-process.ts';
import { LastingPublisher, LastingSubscriber } from './lasting-client.ts';

export interface KillStoryOptions {
  readonly rounds: number;
  readonly durability: 'normal' | 'full';
  /** Milliseconds of load before each kill, at least and at most. */
  readonly load: readonly [number, number];
  onRound?(round: number, published: number): void;
}

export interface KillStoryResult {
  readonly published: number;
  /** Messages that a subscriber never got, over all subscribers. */
  readonly lost: number;
  /** QoS 2 messages that a subscriber got more than once. */
  readonly duplicatedQos2: number;
  /** The same at QoS 1, where the standard allows it. */
  readonly duplicatedQos1: number;
  readonly reordered: number;
  readonly sessionsLost: number;
  /** Retained messages that were older after a restart than what had been acknowledged before. */
  readonly retainedLost: number;
  /** Milliseconds of the slowest start. */
  readonly slowestStart: number;
}

/** Milliseconds without news after which what has not come is lost. */
const PATIENCE = 10_000;

/** Milliseconds without news after which nothing comes twice, when everything has come. */
const QUIET = 300;

/** The offline subscriber takes what waits for it every so many rounds: its queue is bounded. */
const DRAIN_EVERY = 8;

/** Messages of a publisher that may be under way: fewer than the Receive Maximum of the broker. */
const WINDOW = 60;

const SETTINGS = [
  'mqtt.max_mqueue_len=1000000',
  'mqtt.max_mqueue_bytes=1GB',
  // Who comes while the machine is busy with other things is not to be refused.
  'overload_protection.enable=false',
];

/** Kills a loaded broker again and again while clients publish and receive, and counts what became of the messages. */
export async function runKillStory(options: KillStoryOptions): Promise<KillStoryResult> {
  const directory = temporaryDirectory();
  const publishers = [1, 2, 1, 2].map(
    (qos, index) => new LastingPublisher(`p${index}`, `load/${index}`, qos as 1 | 2, WINDOW),
  );
  const online = [0, 1].map((index) => new LastingSubscriber(`online${index}`, 'load/#'));
  const offline = new LastingSubscriber('offline', 'load/#');
  const subscribers = [...online, offline];
  let retainedLost = 0;
  let slowestStart = 0;

  const start = async (): Promise<{ broker: BrokerProcess; port: number }> => {
    const begin = performance.now();
    const broker = await startBrokerProcess(directory, [
      ...SETTINGS,
      `store.durability=${options.durability}`,
    ]);
    slowestStart = Math.max(slowestStart, performance.now() - begin);
    return { broker, port: broker.ready.listeners.tcp?.port ?? 0 };
  };

  for (let round = 0; round < options.rounds; round++) {
    const { broker, port } = await start();
    try {
      retainedLost += await staleRetained(port, publishers);
      if (round === 0) {
        for (const subscriber of subscribers) await subscriber.connect(port);
        await Promise.all(subscribers.map(({ subscribed }) => subscribed));
        offline.cut();
      } else await Promise.all(online.map((subscriber) => subscriber.connect(port)));
      if (round % DRAIN_EVERY === DRAIN_EVERY - 1) await offline.connect(port);
      await Promise.all(publishers.map((publisher) => publisher.connect(port)));
      await pause(randomInt(...options.load));
    } finally {
      const killed = broker.kill();
      // At once: what is under way now is lost, and not what is under way when the process is gone at last.
      for (const client of [...publishers, ...subscribers]) client.cut();
      await killed;
    }
    options.onRound?.(round + 1, total(publishers.map(({ published }) => published)));
  }

  const { broker, port } = await start();
  try {
    for (const publisher of publishers) publisher.isPublishing = false;
    for (const client of [...subscribers, ...publishers]) await client.connect(port);
    await untilQuiet(
      () =>
        total(subscribers.map(({ arrivals }) => arrivals)) + publishers.filter(({ isIdle }) => isIdle).length,
      () => publishers.every(({ isIdle }) => isIdle) && judge(publishers, subscribers).lost === 0,
    );
    retainedLost += await staleRetained(port, publishers);
    return { ...judge(publishers, subscribers), retainedLost, slowestStart };
  } finally {
    for (const client of [...publishers, ...subscribers]) client.cut();
    await broker.stop();
  }
}

function judge(publishers: readonly LastingPublisher[], subscribers: readonly LastingSubscriber[]) {
  const result = {
    published: 0,
    lost: 0,
    duplicatedQos1: 0,
    duplicatedQos2: 0,
    reordered: 0,
    sessionsLost: 0,
  };
  for (const { published, acknowledged } of publishers) {
    result.published += published;
    if (acknowledged < published)
      throw new Error(`${published - acknowledged} messages were never acknowledged`);
  }
  for (const { sessionsLost } of [...publishers, ...subscribers]) result.sessionsLost += sessionsLost;
  for (const subscriber of subscribers) {
    for (const { clientId, qos, published } of publishers) {
      const received = subscriber.received.get(clientId);
      for (let sequence = 1; sequence <= published; sequence++) {
        const count = received?.counts.get(sequence) ?? 0;
        if (count === 0) result.lost++;
        else if (count > 1) result[qos === 1 ? 'duplicatedQos1' : 'duplicatedQos2']++;
      }
      result.reordered += received?.reordered ?? 0;
    }
  }
  return result;
}

/** How many publishers' retained message is older than the last one of which the broker said that it has it. */
async function staleRetained(port: number, publishers: readonly LastingPublisher[]): Promise<number> {
  const expected = publishers.filter(({ retainedAcknowledged }) => retainedAcknowledged > 0);
  if (expected.length === 0) return 0;
  const found = new Map<string, number>();
  const client = await connectAsync({ port, reconnectPeriod: 0 });
  client.on('message', (topic, payload) => found.set(topic, Number(payload.toString().split(' ')[1])));
  await client.subscribeAsync('load/#', { qos: 0 });
  const end = Date.now() + PATIENCE;
  const isStale = ({ topic, retainedAcknowledged }: LastingPublisher) =>
    (found.get(topic) ?? 0) < retainedAcknowledged;
  while (expected.some(isStale) && Date.now() < end) await pause(10);
  await client.endAsync(true);
  return expected.filter(isStale).length;
}

/** Until nothing happens any more: soon when all is there, after some patience when not. */
async function untilQuiet(progress: () => number, isComplete: () => boolean): Promise<void> {
  for (let before = -1, since = 0; ; await pause(50)) {
    const now = progress();
    if (now !== before) since = Date.now();
    else if (Date.now() - since >= PATIENCE) return;
    else if (Date.now() - since >= QUIET && isComplete()) return;
    before = now;
  }
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
