import type { TestContext } from 'node:test';
import type { ConnectorHandle, Destination, Parcel } from '../../src/connectors/connector.ts';
import type { Outcome } from '../../src/connectors/outcome.ts';
import type { DeliveryDraft, Settled } from '../../src/delivery/delivery.ts';
import { Destinations } from '../../src/delivery/outbox/destinations.ts';
import { Lane } from '../../src/delivery/outbox/lane.ts';
import type { LaneConnector } from '../../src/delivery/outbox/lane-health.ts';
import { Outbox } from '../../src/delivery/outbox/outbox.ts';
import type { Batching } from '../../src/delivery/outbox/ready-rows.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { Store } from '../../src/store/store.ts';
import { FakeClock } from './fake-clock.ts';

export const delivered: Outcome = { kind: 'delivered', answer: { status: 200, excerpt: '' } };
export const unavailable: Outcome = { kind: 'unavailable', cause: 'remote', reason: 'busy' };

interface LaneSettings {
  directory?: string;
  clock?: FakeClock;
  concurrency?: number;
  /** Of every action; several at once when given. */
  batching?: Batching;
  speaksToPeople?: boolean;
  destinations?: readonly Destination[];
}

/** One lane with a receiver that is a function, and with the clock in the test's hand. */
export function startLane(t: TestContext, settings: LaneSettings = {}) {
  const { directory = ':memory:', clock = new FakeClock(), concurrency = 1, batching } = settings;
  const { speaksToPeople = false, destinations = [{ key: 'd', limits: {} }] } = settings;
  /** The destinations of the requests, in their order. */
  const to: (number | undefined)[] = [];
  /** What was reported of the connector, the last one as it is now. */
  const faults: (string | undefined)[] = [];
  const store = Store.open({ directory, durability: 'normal', logger: silentLogger });
  const outbox = new Outbox({ store, clock, logger: silentLogger });
  const settled: Settled[] = [];
  outbox.events.on('settled', (news) => settled.push(news));
  /** The requests of each sending, in the order of the sendings. */
  const sent: unknown[][] = [];
  const scenario = {
    clock,
    store,
    outbox,
    settled,
    sent,
    faults,
    to,
    /** What the receiver makes of a request. */
    answer: (_request: unknown): Outcome | Promise<Outcome> => delivered,
    lane: undefined as unknown as Lane,
    add: (request: unknown, draft: Partial<DeliveryDraft> = {}): string =>
      outbox.add({
        connector: 'fake:c',
        action: 'fake:a',
        rule: undefined,
        request,
        expiresAt: undefined,
        maxBytes: Infinity,
        ...draft,
      }),
    /** Until nothing happens any more without time passing. */
    async rest(): Promise<void> {
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    },
  };
  const send = (parcels: readonly Parcel<unknown>[]): Promise<Outcome[]> => {
    const requests = parcels.map(({ request }) => request);
    to.push(...parcels.map(({ destination }) => destination));
    sent.push(requests);
    return Promise.all(requests.map(async (request) => scenario.answer(request)));
  };
  const handle: ConnectorHandle<unknown> = {
    concurrency,
    send: async (parcel) => (await send([parcel]))[0] ?? delivered,
    ...(batching && { sendBatch: send }),
    probe: async () => ({ reachable: true }),
    drain: async () => undefined,
    close: async () => undefined,
  };
  const connector: LaneConnector = {
    handle,
    isReachable: true,
    speaksToPeople,
    destinations,
    check: async () => undefined,
    report: (_reporter, fault) => faults.push(fault),
    simplify: (request) => (String(request).startsWith('rich ') ? String(request).slice(5) : undefined),
  };
  scenario.lane = new Lane({
    id: 'fake:c',
    store,
    outbox,
    clock,
    destinations: new Destinations(store, clock),
    connector: () => connector,
    batching: () => batching ?? { size: 1, time: 0 },
  });
  outbox.events.on('queued', () => scenario.lane.wake(1));
  outbox.addTaker('fake:c', scenario.lane);
  scenario.lane.wake();
  t.after(async () => {
    const stopped = scenario.lane.stop();
    scenario.lane.abort();
    await stopped;
    outbox.stop();
    store.close();
  });
  return scenario;
}
