import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { type Alerts, type CertificateFigure, type MonitorSources, Monitors } from './alerts/door.ts';
import type { MqttBroker } from './broker/broker.ts';
import type { LoadMonitor } from './broker/limits/overload/load-monitor.ts';
import type { Listeners } from './broker/listeners/listeners.ts';
import { countDropped } from './broker/metrics.ts';
import type { Config } from './config/config.ts';
import type { Delivery } from './delivery/door.ts';
import type { Journal } from './journal/door.ts';
import type { Clock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';
import { hearMisdeeds } from './misdeeds.ts';
import type { Definitions } from './store/definitions.ts';

interface MonitorSurroundings {
  readonly config: Config;
  readonly broker: MqttBroker;
  readonly listeners: Listeners;
  readonly delivery: Delivery;
  readonly alerts: Alerts;
  readonly journal: Journal;
  readonly load: LoadMonitor;
  readonly definitions: Definitions;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Open files that are none of a client's: listeners, databases, connections to other places. */
const OTHER_FILES = 100;

/** Milliseconds for which the number of connections that the listeners allow is remembered. */
const MAXIMUM_FOR = 5000;

/** The monitors, with what they read of every part of the program. They look from here on. */
export function openMonitors(parts: MonitorSurroundings): Monitors {
  const { config, broker, alerts, definitions, clock, logger } = parts;
  const monitors = new Monitors({
    clock,
    logger: logger.child({ component: 'monitors' }),
    node: config.node.name,
    documents: definitions,
    sources: sourcesOf(parts),
    alarms: broker.alarms,
    book: alerts.book,
    // Nobody pays for the drivers who watches no peer.
    probePeer: async (peer, signal) =>
      (await import('./connectors/peers/probe-peer.ts')).probePeer(peer, signal),
  });
  monitors.start();
  return monitors;
}

function sourcesOf(parts: MonitorSurroundings): MonitorSources {
  const { config, broker, delivery, journal, load, listeners, clock } = parts;
  const { metrics } = broker;
  const cpu = cpuReader();
  const disk = diskReader(config.node.data_dir);
  const maximum = maximumReader(parts);
  return {
    connections: () => ({ count: broker.stats().liveConnections.count, maximum: maximum() }),
    counters: () => ({
      bytes: metrics['bytes.received'] + metrics['bytes.sent'],
      messages: metrics['messages.received'] + metrics['messages.sent'],
      failedLogins: metrics['authentication.failure'] + metrics['authentication.throttled'],
      denials: metrics['authorization.deny'],
      dropped: countDropped(metrics),
    }),
    loopDelay: () => load.latest.loopDelay,
    cpu,
    memory: () => ({ machine: memoryOfMachine(), process: load.latest.memory * 100 }),
    disk,
    certificates: () => listeners.certificates().map(certificateFigure),
    connectors: () => delivery.connectors.health(),
    outbox: () => outboxOf(delivery),
    waitingFor: (connector) =>
      delivery.outbox.queues
        .actions()
        .filter((action) => connectorOf(delivery, action) === connector)
        .reduce((sum, action) => sum + delivery.outbox.queues.of(action).count, 0),
    journal: () => journal.backlog,
    clocks: () => ({ wall: clock.now(), monotonic: performance.now() }),
    hear: (what, listener) => hearMisdeeds(broker.events, what, listener),
  };
}

function connectorOf({ actions, notices }: Delivery, action: string): string | undefined {
  return actions.connectorOf(action) ?? notices.connectorOf(action);
}

function outboxOf(delivery: Delivery): { count: number; top: string | undefined } {
  const { queues } = delivery.outbox;
  let count = 0;
  let most = 0;
  let top: string | undefined;
  for (const action of queues.actions()) {
    const waiting = queues.of(action).count;
    count += waiting;
    if (waiting > most) [most, top] = [waiting, connectorOf(delivery, action) ?? action];
  }
  return { count, top };
}

/** Connections that the settings and the system allow; `Infinity` when neither says. */
function maximumReader({ broker, listeners, clock }: MonitorSurroundings): () => number {
  const files = readMaximumFiles();
  let known = Number.POSITIVE_INFINITY;
  let knownAt = Number.NEGATIVE_INFINITY;
  return () => {
    const now = clock.now();
    if (Math.abs(now - knownAt) < MAXIMUM_FOR) return known;
    knownAt = now;
    const seats = listeners
      .list()
      .filter(({ running }) => running)
      .reduce(
        (sum, { settings: { max_connections } }) =>
          sum + (max_connections === 'infinity' ? Number.POSITIVE_INFINITY : max_connections),
        0,
      );
    const { maximumConnections } = broker.settings.admission;
    known = Math.min(maximumConnections, seats, Math.max(1, files - OTHER_FILES));
    return known;
  };
}

/** `Infinity` where the system does not tell. */
function readMaximumFiles(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Percent since the last call: of the machine, and of what of it this process may use. */
function cpuReader(): MonitorSources['cpu'] {
  let machine = timesOf();
  let own = process.cpuUsage();
  let at = performance.now();
  return () => {
    const [before, ownBefore, atBefore] = [machine, own, at];
    [machine, own, at] = [timesOf(), process.cpuUsage(), performance.now()];
    const all = machine.all - before.all;
    const spent = (own.user + own.system - ownBefore.user - ownBefore.system) / 1000;
    const had = (at - atBefore) * availableParallelism();
    return {
      machine: all > 0 ? Math.min(100, ((machine.busy - before.busy) / all) * 100) : 0,
      process: had > 0 ? Math.min(100, (spent / had) * 100) : 0,
    };
  };
}

function timesOf(): { busy: number; all: number } {
  let busy = 0;
  let all = 0;
  for (const { times } of cpus()) {
    const total = times.user + times.nice + times.sys + times.idle + times.irq;
    all += total;
    busy += total - times.idle;
  }
  return { busy, all };
}

/** Percent. That of a container counts the cache of files, which is given back when it is needed: the process says enough there. */
function memoryOfMachine(): number {
  const total = totalmem();
  const limit = process.constrainedMemory();
  if (limit > 0 && limit < total) return 0;
  return total > 0 ? Math.max(0, (1 - process.availableMemory() / total) * 100) : 0;
}

/** Asks in the background, since a network disk may take its time. */
function diskReader(directory: string): MonitorSources['disk'] {
  let known: { free: number; total: number } | undefined;
  let isAsking = false;
  return () => {
    if (directory === ':memory:') return undefined;
    if (!isAsking) {
      isAsking = true;
      statfs(directory)
        .then(
          ({ bavail, blocks, bsize }) => {
            known = { free: bavail * bsize, total: blocks * bsize };
          },
          () => {
            known = undefined;
          },
        )
        .finally(() => {
          isAsking = false;
        });
    }
    return known;
  };
}

function certificateFigure({
  listener,
  subject,
  alternativeNames,
  fingerprint,
  notAfter,
}: ReturnType<Listeners['certificates']>[number]): CertificateFigure {
  const [, commonName] = /(?:^|,)CN=([^,]+)/.exec(subject) ?? [];
  const [first] = alternativeNames;
  const name = commonName ?? first?.slice(first.indexOf(':') + 1) ?? subject;
  return { listener, name, fingerprint, notAfter };
}
