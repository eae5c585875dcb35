import type { LoadQos } from './wire.ts';

/** Who publishes to whom. */
export type Pattern =
  /** Every publisher has a topic, one subscriber has them all by a wildcard. */
  | 'fan-in'
  /** One publisher, all subscribers of its topic. */
  | 'fan-out'
  /** Each publisher has a subscriber of its own. */
  | 'pairs';

export interface Shape {
  name: string;
  pattern: Pattern;
  publishers: number;
  subscribers: number;
  /** Of publishing and of subscribing. */
  qos: LoadQos;
  /**
   * Messages per publisher that may be under way (published, and not yet received by everyone and acknowledged);
   * `flood` publishes as fast as TCP takes it, whatever arrives.
   */
  window: number | 'flood';
  /** Bytes of a message. */
  payload: number;
  /** Topics per publisher, used in turn: more in all than a broker remembers make it look each one up. */
  topics: number;
  /** Filters with wildcards that other clients have subscribed to and that nothing published matches. */
  otherFilters: number;
  /** Whether the sessions of all clients outlive their connections. */
  isPersistent?: boolean;
}

type ShapeChoice = Pick<Shape, 'name' | 'qos'> & Partial<Shape>;

const fanIn = (choice: ShapeChoice): Shape => ({
  pattern: 'fan-in',
  publishers: 50,
  subscribers: 1,
  window: 16,
  ...defaults,
  ...choice,
});

const fanOut = (choice: ShapeChoice): Shape => ({
  pattern: 'fan-out',
  publishers: 1,
  subscribers: 1000,
  window: 8,
  ...defaults,
  ...choice,
});

const pairs = (choice: ShapeChoice): Shape => ({
  pattern: 'pairs',
  publishers: 100,
  subscribers: 100,
  window: 16,
  ...defaults,
  ...choice,
});

const defaults = { payload: 64, topics: 1, otherFilters: 0 };

/** Two shapes whose ratio is the figure: how much dearer is a publish with so many more filters? */
export const wildcardShapes = { few: 'wildcards-10', many: 'wildcards-100k' } as const;

/** `w1`: one message at a time, where system calls rule; the others in bursts, where the broker's own work rules. */
export const shapes: readonly Shape[] = [
  fanIn({ name: 'fanin-q0', qos: 0 }),
  fanIn({ name: 'fanin-q1', qos: 1 }),
  fanIn({ name: 'fanin-q2', qos: 2 }),
  fanOut({ name: 'fanout-q0', qos: 0 }),
  fanOut({ name: 'fanout-q1', qos: 1 }),
  fanOut({ name: 'fanout-q2', qos: 2 }),
  pairs({ name: 'p2p-q0', qos: 0 }),
  pairs({ name: 'p2p-q1', qos: 1 }),
  pairs({ name: 'p2p-q2', qos: 2 }),
  fanIn({ name: 'fanin-q0-1k', qos: 0, payload: 1024 }),
  fanIn({ name: 'fanin-q1-1k', qos: 1, payload: 1024 }),
  fanOut({ name: 'fanout-q0-1k', qos: 0, payload: 1024 }),
  pairs({ name: 'p2p-q0-1k', qos: 0, payload: 1024 }),
  pairs({ name: 'p2p-q1-1k', qos: 1, payload: 1024 }),
  fanIn({ name: 'fanin-1000x1-q0', qos: 0, publishers: 1000, window: 1 }),
  fanIn({ name: 'fanin-1000x1-q1', qos: 1, publishers: 1000, window: 1 }),
  pairs({ name: 'p2p-q0-w1', qos: 0, window: 1 }),
  pairs({ name: 'p2p-q1-w1', qos: 1, window: 1 }),
  fanIn({ name: 'fanin-q0-flood', qos: 0, window: 'flood' }),
  fanIn({ name: 'fanin-q1-flood', qos: 1, window: 'flood' }),
  pairs({ name: 'p2p-q0-flood', qos: 0, window: 'flood' }),
  pairs({ name: 'p2p-q1-flood', qos: 1, window: 'flood' }),
  fanIn({ name: wildcardShapes.few, qos: 0, topics: 4000, otherFilters: 10 }),
  fanIn({ name: wildcardShapes.many, qos: 0, topics: 4000, otherFilters: 100_000 }),
];

interface Routing {
  /** What a publisher publishes to; with several topics, a level with the number of the topic follows. */
  topic: (publisher: number) => string;
  filter: (subscriber: number) => string;
  /** Which publishers a subscriber hears. */
  hears: (subscriber: number, publisher: number) => boolean;
}

export const routings: Readonly<Record<Pattern, Routing>> = {
  'fan-in': { topic: (publisher) => `load/in/${publisher}`, filter: () => 'load/in/#', hears: () => true },
  'fan-out': { topic: () => 'load/out', filter: () => 'load/out', hears: () => true },
  pairs: {
    topic: (publisher) => `load/pair/${publisher}`,
    filter: (subscriber) => `load/pair/${subscriber}`,
    hears: (subscriber, publisher) => subscriber === publisher,
  },
};
