import type { Clock, Timer } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import type { MonitorName } from '../../texts/monitor-texts.ts';
import type { AlertBook } from '../alert-book.ts';
import { AlertError } from '../alert-error.ts';
import type { AlertNews } from '../alert-news.ts';
import { conditionOf } from './condition.ts';
import { allGauges } from './gauges/all-gauges.ts';
import { SumGauge } from './gauges/counting-gauges.ts';
import type { MonitorSources } from './gauges/monitor-sources.ts';
import { Monitor, type MonitorNews } from './monitor.ts';
import {
  changed,
  type MonitorSettings,
  monitorSchema,
  nameOf,
  type StoredMonitor,
  settingsOf,
  windowOf,
} from './monitor-settings.ts';
import { isMonitorName, MONITOR_NAMES } from './monitor-table.ts';
import { type MonitorView, viewOf, withoutReadOnly } from './monitor-view.ts';
import { parseBody } from './parsed-body.ts';
import { type PeerSettings, peerName } from './peers/peer-settings.ts';
import { Peers, type PeerView, type ProbePeer, readPeers } from './peers/peers.ts';
import { policyOf } from './policy.ts';
import { type MonitorAlarms, RaisedAlarms } from './raised-alarms.ts';
import {
  keepMonitor,
  keepTraffic,
  type MonitorDocuments,
  readMonitors,
  readTraffic,
} from './stored-monitors.ts';

/** What monitors do with alerts. */
export type MonitorBook = Pick<
  AlertBook,
  | 'raise'
  | 'clear'
  | 'find'
  | 'resolve'
  | 'setPolicy'
  | 'removeSource'
  | 'unresolved'
  | 'countUnresolved'
  | 'onNews'
>;

export interface MonitorParts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** `tocsin@127.0.0.1`: the key of alerts about the whole node. */
  readonly node: string;
  readonly documents: MonitorDocuments;
  readonly sources: MonitorSources;
  readonly alarms: MonitorAlarms;
  readonly book: MonitorBook;
  readonly probePeer: ProbePeer;
}

/** Milliseconds between two looks at those monitors whose time has come. */
const TICK = 1000;

/** Ticks after which what was counted is kept. */
const REMEMBERED_EVERY = 600;

/** Who ends the alert of an alarm that was ended in the API of alarms. */
const FORCED = 'force_deactivate';

/**
 * Watches the figures of the broker, the process and its surroundings. What is too bad becomes an alarm, as EMQX has them,
 * and an alert. Methods throw `AlertError` for what the caller did wrong; a change is on disk when they answer.
 */
export class Monitors {
  readonly #parts: MonitorParts;
  readonly #monitors: ReadonlyMap<MonitorName, Monitor>;
  readonly #peers: Peers;
  readonly #traffic: SumGauge;
  #remembers: boolean;
  #ticks = 0;
  readonly #broken = new Set<Monitor>();
  readonly #stored = new Map<MonitorName, StoredMonitor>();
  readonly #alarms: RaisedAlarms;
  #timer: Timer | undefined = undefined;
  #stopHearing: (() => void) | undefined = undefined;

  constructor(parts: MonitorParts) {
    this.#parts = parts;
    this.#peers = new Peers(parts.clock, parts.probePeer);
    this.#traffic = new SumGauge(parts.sources, 'bytes');
    this.#alarms = new RaisedAlarms(parts.alarms);
    const gauges = allGauges(parts.sources, {
      traffic: this.#traffic,
      peers: this.#peers,
      alarms: () => this.#alarms.others(),
    });
    const monitors = new Map<MonitorName, Monitor>();
    for (const [name, { stored, settings }] of readMonitors(parts.documents, parts.logger)) {
      this.#stored.set(name, stored);
      monitors.set(name, new Monitor(name, settings, gauges[name]));
    }
    this.#monitors = monitors;
    this.#peers.set(this.#storedPeers);
    const { settings } = this.#find('traffic_high');
    const seen = readTraffic(parts.documents);
    this.#remembers = seen.length > 0;
    if (settings.enable) this.#traffic.restore(seen, windowOf(settings));
  }

  /** What is not over since the last run goes on, and from now on it looks. */
  start(): void {
    const { book } = this.#parts;
    for (const alert of book.unresolved()) {
      const { source, key, startsAt } = alert;
      if (source.kind !== 'monitor' || !isMonitorName(source.name)) continue;
      if (source.name === 'alerting_failed') this.#alarms.beginTold(this.#find(source.name), alert);
      else this.#monitors.get(source.name)?.adopt(this.#gaugeKey(key), startsAt);
    }
    this.#stopHearing = book.onNews((news) => this.#hear(news));
    this.#tick();
  }

  close(): void {
    this.#remember();
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#stopHearing?.();
    for (const monitor of this.#monitors.values()) monitor.close();
  }

  /** In the order of the table. */
  list(): MonitorView[] {
    return MONITOR_NAMES.map((name) => this.get(name));
  }

  /** @throws AlertError */
  get(name: string): MonitorView {
    const monitor = this.#find(name);
    const told = this.#parts.book.countUnresolved({ kind: 'monitor', name: monitor.name });
    const view = viewOf(monitor, this.#parts.clock.now(), told);
    return monitor.name === 'peer_down' ? { ...view, peers: this.#peers.list() } : view;
  }

  /** What the body names; `null` takes the default again. It holds from now on. @throws AlertError */
  update(name: string, body: unknown): MonitorView {
    const monitor = this.#find(name);
    const change = parseBody(monitorSchema, withoutReadOnly(monitor.name, body));
    this.#store(monitor, changed(monitor.name, this.#stored.get(monitor.name) ?? {}, change));
    return this.get(name);
  }

  /** What `peer_down` watches. */
  peers(): readonly PeerView[] {
    return this.#peers.list();
  }

  /** @throws AlertError */
  peer(name: string): PeerView {
    const found = this.peers().find((peer) => peer.name === name);
    if (found) return found;
    throw new AlertError('NOT_FOUND', `there is no peer ${name}`);
  }

  /** @throws AlertError */
  addPeer(body: unknown): PeerView {
    const before = this.#storedPeers;
    this.#setPeers([...before, body], before);
    return this.peer(peerName(this.#storedPeers.at(-1) as PeerSettings));
  }

  /** All settings of a peer anew; a secret given as `******` stays. @throws AlertError */
  replacePeer(name: string, body: unknown): PeerView {
    this.peer(name);
    const before = this.#storedPeers;
    const named = typeof body === 'object' && body !== null ? { ...body, name } : body;
    this.#setPeers(
      before.map((peer) => (peerName(peer) === name ? named : peer)),
      before,
    );
    return this.peer(name);
  }

  /** @throws AlertError */
  deletePeer(name: string): void {
    this.peer(name);
    const before = this.#storedPeers;
    this.#setPeers(
      before.filter((peer) => peerName(peer) !== name),
      before,
    );
  }

  /** Looks at everything whose time has come. */
  look(): void {
    const now = this.#parts.clock.now();
    this.#noticeEnded();
    for (const monitor of this.#monitors.values()) this.#lookAt(monitor, now);
  }

  /** One that cannot read its figure does not keep the others from theirs. */
  #lookAt(monitor: Monitor, now: number): void {
    try {
      for (const news of monitor.look(now)) this.#tell(news, now);
      this.#broken.delete(monitor);
    } catch (error) {
      const { logger } = this.#parts;
      if (!this.#broken.has(monitor))
        logger.error({ err: error, monitor: monitor.name }, 'a monitor cannot look');
      this.#broken.add(monitor);
    }
  }

  get #storedPeers(): readonly PeerSettings[] {
    return this.#stored.get('peer_down')?.peers ?? [];
  }

  #setPeers(bodies: readonly unknown[], before: readonly PeerSettings[]): void {
    const { peers: _, ...rest } = this.#stored.get('peer_down') ?? {};
    const peers = readPeers(bodies, before);
    this.#store(this.#find('peer_down'), { ...rest, ...(peers.length > 0 && { peers }) });
  }

  #store(monitor: Monitor, stored: StoredMonitor): void {
    const settings = settingsOf(monitor.name, stored);
    keepMonitor(this.#parts.documents, monitor.name, stored);
    this.#stored.set(monitor.name, stored);
    if (monitor.name === 'peer_down') this.#peers.set(stored.peers ?? []);
    this.#apply(monitor, settings);
  }

  #tick(): void {
    this.look();
    if (++this.#ticks % REMEMBERED_EVERY === 0) this.#remember();
    this.#timer = this.#parts.clock.after(TICK, () => this.#tick());
  }

  /** What a window of a day has seen is not to be lost with the process. */
  #remember(): void {
    const parts = this.#traffic.parts();
    if (parts.length > 0 || this.#remembers) keepTraffic(this.#parts.documents, parts);
    this.#remembers = parts.length > 0;
  }

  #apply(monitor: Monitor, settings: MonitorSettings): void {
    const { book, clock } = this.#parts;
    const now = clock.now();
    const source = { kind: 'monitor', name: monitor.name } as const;
    const news = monitor.change(settings, now);
    if (settings.enable) {
      book.setPolicy(source, policyOf(settings));
      for (const one of news) this.#tell(one, now);
      return;
    }
    for (const { watched } of news) this.#alarms.end(monitor.alarmOf(watched.reading));
    book.removeSource(source);
  }

  #tell({ kind, monitor, watched }: MonitorNews, now: number): void {
    const { book, node } = this.#parts;
    const source = { kind: 'monitor', name: monitor.name } as const;
    const key = this.#alertKey(watched.reading.key);
    if (kind === 'resume') {
      const alert = book.find(source, key);
      if (alert) this.#alarms.resume(monitor, watched, alert);
    } else if (kind === 'clear') {
      this.#alarms.end(monitor.alarmOf(watched.reading));
      book.clear(source, key, now);
    } else {
      this.#alarms.begin(monitor, watched);
      book.raise(conditionOf(monitor, watched, { node, at: now, isNew: kind === 'raise' }));
    }
  }

  #hear({ kind, alert }: AlertNews): void {
    const { source, key, resolution } = alert;
    if (source.kind !== 'monitor' || !isMonitorName(source.name)) return;
    if (source.name === 'alerting_failed') {
      if (kind === 'opened') this.#alarms.beginTold(this.#find(source.name), alert);
      if (kind === 'resolved') this.#alarms.endTold(alert);
    } else if (kind === 'resolved' && resolution?.how === 'manual') {
      this.#dismiss(source.name, this.#gaugeKey(key));
    }
  }

  /** Alarms that somebody ended by force: their alerts end too, and are not raised again before it was over once. */
  #noticeEnded(): void {
    const { book } = this.#parts;
    for (const { monitor, key } of this.#alarms.takeEnded()) {
      monitor.dismiss(key);
      const alert = book.find({ kind: 'monitor', name: monitor.name }, this.#alertKey(key));
      if (alert) book.resolve(alert.id, FORCED);
    }
  }

  #dismiss(name: MonitorName, key: string): void {
    const monitor = this.#monitors.get(name);
    const watched = monitor?.find(key);
    if (!monitor || !watched) return;
    monitor.dismiss(key);
    this.#alarms.end(monitor.alarmOf(watched.reading));
  }

  /** One about the whole node has its name, so that those of several nodes are several. */
  #alertKey(key: string): string {
    return key === '' ? this.#parts.node : key;
  }

  #gaugeKey(key: string): string {
    return key === this.#parts.node ? '' : key;
  }

  #find(name: string): Monitor {
    return this.#monitors.get(nameOf(name)) as Monitor;
  }
}
