import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { ToldAlerts } from '../stories/alert-kill/told-alerts.ts';
import type { Fleet, FleetDevice } from './fleet.ts';

/** Milliseconds after which an alert that was not told is lost: the receiver has bad times, and what failed waits longer and longer. */
const PATIENCE = 150_000;

/** What happens to one device, once. Each kind says how many alerts people are told of, and has them told to be over. */
type Play = (device: FleetDevice, stage: Stage) => Promise<unknown>;

interface Kind {
  readonly rule: string;
  readonly alerts: 0 | 1;
  /** How often it is chosen, as a share. */
  readonly weight: number;
  readonly play: Play;
}

export interface Stage {
  readonly fleet: Fleet;
  /** Resolves when so many alerts of the key were told; of them, so many to be over. @throws Error after a long time */
  told(rule: string, key: string, opened: number, over: number): Promise<void>;
  /** Milliseconds for which a device may be away. */
  readonly grace: number;
  /** How many alerts of the rule and device were told of before. */
  readonly before: number;
  /** It took so long that one alert more is right as well: the machine had to stop and think. */
  doubt(): void;
}

export const KINDS = {
  /** Away for less than the grace period. */
  short: {
    rule: 'offline',
    alerts: 0,
    weight: 5,
    play: async (device, { fleet, grace, doubt }) => {
      const since = performance.now();
      fleet.switchOff(device);
      await pause(randomInt(grace / 60, grace / 6));
      await fleet.switchOn(device);
      if (performance.now() - since > grace / 2) doubt();
    },
  },
  /** Away until people know. */
  away: {
    rule: 'offline',
    alerts: 1,
    weight: 3,
    play: async (device, { fleet, told, before }) => {
      fleet.switchOff(device);
      await told('offline', device.clientId, before + 1, before);
      await pause(randomInt(5000));
      await fleet.switchOn(device);
      await told('offline', device.clientId, before + 1, before + 1);
    },
  },
  /** Its second connection takes the place of the first. */
  takenOver: {
    rule: 'offline',
    alerts: 0,
    weight: 2,
    play: (device, { fleet }) => fleet.switchOn(device),
  },
  /** Three hot messages, and a cool one when people know. */
  hot: {
    rule: 'hot',
    alerts: 1,
    weight: 2,
    play: async (device, { fleet, told, before }) => {
      for (let n = 0; n < 3; n++) fleet.say(device, 'soak/hot');
      await told('hot', device.clientId, before + 1, before);
      fleet.say(device, 'soak/cool');
      await told('hot', device.clientId, before + 1, before + 1);
    },
  },
} as const satisfies Record<string, Kind>;
export type KindName = keyof typeof KINDS;

const NAMES = Object.keys(KINDS) as KindName[];
const LOTS = NAMES.flatMap((name) => Array.from({ length: KINDS[name].weight }, () => name));

/** Lets things happen to devices, one at a time to each, and remembers what people should have been told. */
export class Episodes {
  readonly played = new Map<KindName, number>(NAMES.map((name) => [name, 0]));
  /** Alerts that were to be told, by `rule/key`. */
  readonly #expected = new Map<string, number>();
  readonly faults: string[] = [];
  readonly #doubted = new Map<string, number>();
  readonly #grace: number;
  readonly #fleet: Fleet;
  readonly #told: ToldAlerts;
  readonly #busy = new Set<FleetDevice>();
  readonly #running = new Set<Promise<void>>();
  #isOver = false;

  constructor(fleet: Fleet, told: ToldAlerts, grace: number) {
    this.#fleet = fleet;
    this.#told = told;
    this.#grace = grace;
  }

  /** How many alerts people may have been told of. */
  atMost(rule: string, key: string): number {
    const subject = `${rule}/${key}`;
    return (this.#expected.get(subject) ?? 0) + (this.#doubted.get(subject) ?? 0);
  }

  /** One more, if there is a device for it and fewer than so many are going on. */
  begin(atMost: number): void {
    const device = this.#fleet.anyOnline();
    if (!device || this.#busy.has(device) || this.#running.size >= atMost) return;
    const name = LOTS[randomInt(LOTS.length)] as KindName;
    const running = this.#play(name, device).finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Resolves when all that had begun is over. */
  async end(): Promise<void> {
    await Promise.all(this.#running);
    this.#isOver = true;
  }

  async #play(name: KindName, device: FleetDevice): Promise<void> {
    const { rule, alerts, play } = KINDS[name];
    const key = `${rule}/${device.clientId}`;
    const before = this.#told.of(rule, device.clientId).length;
    this.#busy.add(device);
    const add = (counts: Map<string, number>, more: number) => counts.set(key, (counts.get(key) ?? 0) + more);
    add(this.#expected, alerts);
    try {
      const told: Stage['told'] = (...wanted) => this.#untilTold(...wanted);
      await play(device, {
        fleet: this.#fleet,
        grace: this.#grace,
        told,
        before,
        doubt: () => add(this.#doubted, 1),
      });
      this.played.set(name, (this.played.get(name) ?? 0) + 1);
    } catch (error) {
      this.faults.push(`${name} of ${device.clientId}: ${(error as Error).message}`);
      if (!device.client) await this.#fleet.switchOn(device).catch(() => undefined);
    } finally {
      this.#busy.delete(device);
    }
  }

  async #untilTold(rule: string, key: string, opened: number, over: number): Promise<void> {
    const since = performance.now();
    for (;;) {
      const told = this.#told.of(rule, key);
      if (told.length >= opened && told.filter((one) => one.over).length >= over) return;
      if (performance.now() - since > PATIENCE || this.#isOver)
        throw new Error(
          `people were told of ${told.length} alerts of ${rule}, not of ${opened} with ${over} over`,
        );
      await pause(100);
    }
  }
}
