import type { BrokerName } from './brokers.ts';
import { type Shape, wildcardShapes } from './load/shapes.ts';

/** What the ratios of CPU per delivered message shall be at most. */
type Targets = Readonly<Partial<Record<BrokerName, number>>>;

const inBursts: Targets = { mosquitto: 0.25, aedes: 0.15 };
const inBurstsQos2: Targets = { mosquitto: 0.15, aedes: 0.15 };
const kilobytes: Targets = { mosquitto: 0.4, aedes: 0.2 };
const oneOfEachOfMany: Targets = { mosquitto: 0.9, aedes: 0.4 };
const oneOfEachPair: Targets = { mosquitto: 1.1, aedes: 0.5 };

/** How much dearer a publish may be with 100,000 wildcard filters than with 10. */
export const WILDCARD_TARGET = 2;

/** Floods and single figures have no target of this kind: a flood is judged by what is missing and by messages per second. */
export function targetsOf({ name, pattern, qos, window, payload }: Shape): Targets {
  if (window === 'flood' || Object.values<string>(wildcardShapes).includes(name)) return {};
  if (window === 1) return pattern === 'pairs' ? oneOfEachPair : oneOfEachOfMany;
  if (payload > 64) return kilobytes;
  return qos === 2 ? inBurstsQos2 : inBursts;
}

/** What Tocsin's own footprint shall be at most. */
export const FOOTPRINT_TARGETS = {
  startMilliseconds: 150,
  bytesPerConnection: 6 * 1024,
  cpuMicrosecondsPerConnect: 40,
} as const;
