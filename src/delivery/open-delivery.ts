import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Definitions } from '../store/definitions.ts';
import type { Store } from '../store/store.ts';
import { Actions } from './configured/actions.ts';
import { Connectors, type ConnectorsOptions } from './configured/connectors.ts';
import { Notices } from './configured/notices.ts';
import { Sources } from './configured/sources.ts';
import { DeliveryFigures } from './log/delivery-figures.ts';
import { DeliveryLog, type DeliveryLogOptions } from './log/delivery-log.ts';
import { DEFAULT_LOG_LIMITS, type LogLimits, LogPruning } from './log/log-pruning.ts';
import { PreviewInbox } from './log/preview-inbox.ts';
import { Courier } from './outbox/courier.ts';
import { Destinations } from './outbox/destinations.ts';
import { MemoryBuffer } from './outbox/memory-buffer.ts';
import { Outbox } from './outbox/outbox.ts';

interface DeliveryOptions {
  store: Store;
  definitions: Definitions;
  clock: Clock;
  logger: Logger;
  /** `tocsin@127.0.0.1`: claims of this node that a killed process left are taken up again. */
  node: string;
  /** How long a delivery is repeated when its action does not say it: milliseconds, a day when absent. */
  requestTtl?: number | undefined;
  /** How much of the finished deliveries can be looked at; what is absent has its default. */
  retention?: Partial<LogLimits> | undefined;
}

export interface Delivery {
  connectors: Connectors;
  actions: Actions;
  sources: Sources;
  notices: Notices;
  outbox: Outbox;
  log: DeliveryLog;
  previewInbox: PreviewInbox;
  figures: DeliveryFigures;
  /** Connects, and sends what lies in the outbox. Before it, rows are only queued. */
  start(): Promise<void>;
  /** Finishes what is in flight, for at most `patience` milliseconds (5 s); the rest stays on disk. */
  stop(patience?: number): Promise<void>;
}

const STOP_PATIENCE = 5000;

/** Puts the parts of this folder together. */
export function openDelivery(options: DeliveryOptions): Delivery {
  const { store, definitions, clock, logger, node, requestTtl, retention } = options;
  const outbox = new Outbox({ store, clock, logger });
  const destinations = new Destinations(store, clock);
  const previewInbox = new PreviewInbox(store, clock);
  const keep: ConnectorsOptions['keep'] = (id, message) => previewInbox.keep(id, message);
  const connectors = new Connectors({ definitions, clock, logger, node, keep, destinations });
  const startCourier = (of: Store, queue: Outbox): Courier =>
    new Courier({
      store: of,
      outbox: queue,
      connectors,
      clock,
      destinations,
      batching: (action) => actions.batching(action),
    });
  const memory = new MemoryBuffer({ store, outbox, clock, logger, startCourier });
  const actions = new Actions({
    store,
    definitions,
    connectors,
    outbox,
    memory,
    clock,
    logger,
    node,
    requestTtl,
  });
  const notices = new Notices({ definitions, connectors, outbox, destinations, clock, requestTtl });
  actions.noticeMetrics = (connector) => notices.metrics(connector);
  // What speaks of actions speaks of what is sent without one, too.
  const senders = {
    has: (id: string) => actions.has(id) || notices.has(id),
    expiryOf: (id: string) => (notices.has(id) ? notices.expiry() : actions.expiryOf(id)),
    ids: () => [...actions.ids(), ...notices.ids()],
    connectorOf: (id: string) => actions.connectorOf(id) ?? notices.connectorOf(id),
  };
  const sources = new Sources({ definitions, connectors, clock, logger, node });
  const pruning = new LogPruning(store, outbox, clock, {
    ...DEFAULT_LOG_LIMITS,
    ...retention,
  });
  const courier = startCourier(store, outbox);
  const nextTurn: DeliveryLogOptions['nextTurn'] = (connector, priority) =>
    courier.nextTurn(connector, priority);
  const giveUp: DeliveryLogOptions['giveUp'] = (connector) => {
    let waiting = 0;
    for (const action of senders.ids().filter((id) => senders.connectorOf(id) === connector)) {
      const { count, inflight } = outbox.queues.of(action);
      waiting += Math.max(0, count - inflight);
      for (const queue of [outbox, memory.opened]) queue?.discard(action, 'other');
    }
    return waiting;
  };
  const log = new DeliveryLog({
    store,
    outbox,
    connectors,
    actions: senders,
    definitions,
    clock,
    logger,
    nextTurn,
    giveUp,
    notices,
  });
  return {
    connectors,
    actions,
    sources,
    notices,
    outbox,
    log,
    previewInbox,
    figures: new DeliveryFigures({ store, outbox, actions: senders, clock }),
    async start() {
      connectors.open();
      log.start();
    },
    async stop(patience = STOP_PATIENCE) {
      log.stop();
      await Promise.all([courier.stop(patience), memory.stop(patience)]);
      pruning.stop();
      await connectors.close();
    },
  };
}
