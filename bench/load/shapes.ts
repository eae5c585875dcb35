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
  /** Messages per publisher that may be under way (published, and not yet received by everyone and acknowledged). */
  window: number;
}

/** `w1`: one message at a time, where system calls rule; the others in bursts, where the broker's own work rules. */
export const shapes: readonly Shape[] = [
  { name: 'fanin-q0', pattern: 'fan-in', publishers: 50, subscribers: 1, qos: 0, window: 16 },
  { name: 'fanin-q1', pattern: 'fan-in', publishers: 50, subscribers: 1, qos: 1, window: 16 },
  { name: 'fanin-1000x1-q0', pattern: 'fan-in', publishers: 1000, subscribers: 1, qos: 0, window: 1 },
  { name: 'fanin-1000x1-q1', pattern: 'fan-in', publishers: 1000, subscribers: 1, qos: 1, window: 1 },
  { name: 'fanout-q0', pattern: 'fan-out', publishers: 1, subscribers: 1000, qos: 0, window: 8 },
  { name: 'fanout-q1', pattern: 'fan-out', publishers: 1, subscribers: 1000, qos: 1, window: 8 },
  { name: 'p2p-q0', pattern: 'pairs', publishers: 100, subscribers: 100, qos: 0, window: 16 },
  { name: 'p2p-q1', pattern: 'pairs', publishers: 100, subscribers: 100, qos: 1, window: 16 },
  { name: 'p2p-q0-w1', pattern: 'pairs', publishers: 100, subscribers: 100, qos: 0, window: 1 },
  { name: 'p2p-q1-w1', pattern: 'pairs', publishers: 100, subscribers: 100, qos: 1, window: 1 },
];

interface Routing {
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
