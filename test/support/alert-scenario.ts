import type { TestContext } from 'node:test';
import type { AlertNews, Alerts, Presence } from '../../src/alerts/door.ts';
import { openAlerts } from '../../src/alerts/door.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { Definitions } from '../../src/store/definitions.ts';
import { Store } from '../../src/store/store.ts';
import { FakeChannels } from './fake-channels.ts';
import { FakeClock } from './fake-clock.ts';

/** Who is there, as a test has it. */
export class FakePresence implements Presence {
  /** Client ids and the sequence of their coming. */
  readonly connected = new Map<string, number>();
  knownFrom = 0;
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  of(clientId: string): ReturnType<Presence['of']> {
    const sequence = this.connected.get(clientId);
    if (sequence !== undefined) return { state: 'connected', sequence };
    return { state: this.#clock.now() < this.knownFrom ? 'unknown' : 'offline', sequence: undefined };
  }
}

export interface AlertScenario {
  readonly alerts: Alerts;
  readonly clock: FakeClock;
  readonly store: Store;
  readonly presence: FakePresence;
  readonly channels: FakeChannels;
  /** What has happened to alerts: kind and key. */
  readonly news: AlertNews[];
  /** Names of alarms that are active. */
  readonly alarms: Set<string>;
  /** What ends what was opened on the store, for whoever opens more on it. */
  readonly stops: (() => void)[];
  /** As after a restart of the process, with what is on disk; rules have to be defined anew. */
  reopen(): AlertScenario;
}

export interface AlertScenarioOptions {
  readonly clock?: FakeClock;
  readonly store?: Store;
  readonly channels?: FakeChannels;
  /** Who is there, when it is not the test that says it. */
  readonly presence?: Presence;
  /** What ends what was opened on the same store. */
  readonly stops?: (() => void)[];
  readonly maximum?: number;
  readonly retention?: { readonly age: number; readonly count: number };
}

/** Alerts on a database in memory, not yet started. */
export function openTestAlerts(t: TestContext, options: AlertScenarioOptions = {}): AlertScenario {
  const { clock = new FakeClock(), maximum } = options;
  const store = options.store ?? openTestStore();
  const presence = new FakePresence(clock);
  const channels = options.channels ?? new FakeChannels(store, clock);
  const alarms = new Set<string>();
  const news: AlertNews[] = [];
  const alerts = openAlerts({
    store,
    definitions: new Definitions(store, clock),
    clock,
    logger: silentLogger,
    presence: options.presence ?? presence,
    node: 'tocsin@test',
    dashboard: { host: '127.0.0.1', port: 18_083 },
    alarms: { activate: (name) => alarms.add(name), deactivate: (name) => alarms.delete(name) },
    channels,
    maximum,
    retention: options.retention,
  });
  alerts.book.onNews((one) => news.push(one));
  const { stops = [] } = options;
  // Before the store is closed, whoever opened it.
  stops.push(() => alerts.stop());
  if (!options.stops) {
    t.after(() => {
      for (const stop of stops) stop();
      if (!options.store) store.close();
    });
  }
  return {
    alerts,
    clock,
    store,
    presence,
    channels,
    stops,
    news,
    alarms,
    reopen() {
      alerts.stop();
      store.commit();
      return openTestAlerts(t, { ...options, clock, store, channels, stops });
    },
  };
}

function openTestStore(): Store {
  return Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
}
