import type { TestContext } from 'node:test';
import {
  type CertificateFigure,
  type ConnectorFigure,
  type Culprit,
  declareMonitors,
  type Misdeed,
  type MonitorSources,
  Monitors,
} from '../../src/alerts/door.ts';
import { Alarms } from '../../src/broker/alarms.ts';
import { createEventPorts } from '../../src/broker/event-ports.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { type AlertScenario, openTestAlerts } from './alert-scenario.ts';
import type { FakeClock } from './fake-clock.ts';
import { FakeDocuments } from './fake-documents.ts';

/** Figures as a test has them. */
export class FakeFigures implements MonitorSources {
  clients = { count: 0, maximum: 1000 };
  counts = { bytes: 0, messages: 0, failedLogins: 0, denials: 0, dropped: {} as Record<string, number> };
  delay = 0;
  use = { machine: 0, process: 0 };
  memoryUse = { machine: 0, process: 0 };
  room: { free: number; total: number } | undefined = { free: 900, total: 1000 };
  certificateList: CertificateFigure[] = [];
  connectorList: ConnectorFigure[] = [];
  queue: { count: number; top: string | undefined } = { count: 0, top: undefined };
  backlog = { waiting: 0, lost: 0 };
  /** Why peers do not answer, by name. */
  readonly peers = new Map<string, string>();
  /** By which the clock of the machine was moved, in milliseconds. */
  stepped = 0;
  readonly listeners = new Set<{ what: Misdeed; listener: (culprit: Culprit) => void }>();
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  connections = () => this.clients;
  counters = () => this.counts;
  loopDelay = () => this.delay;
  cpu = () => this.use;
  memory = () => this.memoryUse;
  disk = () => this.room;
  certificates = () => this.certificateList;
  connectors = () => this.connectorList;
  outbox = () => this.queue;
  waitingFor = () => 7;
  journal = () => this.backlog;
  clocks = () => ({ wall: this.#clock.now(), monotonic: this.#clock.now() - this.stepped });

  hear(what: Misdeed, listener: (culprit: Culprit) => void): () => void {
    const entry = { what, listener };
    this.listeners.add(entry);
    return () => this.listeners.delete(entry);
  }

  /** Something happened; the number of those who heard of it. */
  happen(what: Misdeed, who: string, reason = 'reason'): number {
    const heard = [...this.listeners].filter((entry) => entry.what === what);
    for (const { listener } of heard) listener({ who, reason });
    return heard.length;
  }
}

export interface MonitorScenario extends AlertScenario {
  readonly monitors: Monitors;
  readonly figures: FakeFigures;
  readonly brokerAlarms: Alarms;
  readonly documents: FakeDocuments;
  /** `raise messages_dropped`, `clear …`: what became of alarms, in order; emptied by the call. */
  told(): string[];
  /** Unresolved alerts: monitor, key and title. */
  open(): string[];
  /** As after a restart. */
  again(): MonitorScenario;
}

/** Monitors on a fake clock, with alerts and alarms. */
export function startMonitors(
  t: TestContext,
  documents = new FakeDocuments(),
  opened: AlertScenario = openTestAlerts(t),
  figuresBefore?: FakeFigures,
): MonitorScenario {
  const { clock, alerts } = opened;
  const figures = figuresBefore ?? new FakeFigures(clock);
  const events = createEventPorts();
  const limits = { maximumHistory: 1000, historyValidity: 86_400_000 };
  const brokerAlarms = new Alarms({ clock, logger: silentLogger, events, limits });
  const told: string[] = [];
  events['alarm.activated'].listen(({ alarm }) => told.push(`raise ${alarm.name}`));
  events['alarm.deactivated'].listen(({ alarm }) => told.push(`clear ${alarm.name}`));
  declareMonitors(alerts.book, documents, silentLogger);
  alerts.start();
  const monitors = new Monitors({
    clock,
    logger: silentLogger,
    node: 'n1',
    documents,
    sources: figures,
    alarms: brokerAlarms,
    book: alerts.book,
    probePeer: (peer) => Promise.resolve(figures.peers.get(peer.name)),
  });
  monitors.start();
  t.after(() => monitors.close());
  return {
    ...opened,
    monitors,
    figures,
    brokerAlarms,
    documents,
    told: () => told.splice(0),
    open: () =>
      [...alerts.book.unresolved()].map(({ source, key, title }) => {
        const name = source.kind === 'monitor' ? source.name : source.id;
        return `${name} ${key}: ${typeof title === 'string' ? title : title.en}`;
      }),
    again() {
      monitors.close();
      return startMonitors(t, documents, opened.reopen(), figures);
    },
  };
}
