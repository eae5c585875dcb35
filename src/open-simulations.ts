import type { MqttBroker } from './broker/broker.ts';
import { BrowserEntrance } from './broker/listeners/browser-entrance.ts';
import { PrivateEntrance } from './broker/listeners/private-entrance.ts';
import type { Clock } from './lib/clock.ts';
import { Simulations } from './simulation/door.ts';

/** Simulated devices, with a way in that nobody else has: it is there with the first of them. */
export function openSimulations(broker: MqttBroker, clock: Clock): Simulations {
  return new Simulations({ broker, entrance: new PrivateEntrance(broker, 'tcp:simulated'), clock });
}

/** The way in for people in the dashboard. */
export function openBrowserEntrance(broker: MqttBroker): BrowserEntrance {
  return new BrowserEntrance(broker, 'ws:dashboard');
}
