import type { Clock } from '../../lib/clock.ts';
import type { Will } from '../../mqtt/packets.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { Authorization } from '../access/authorization/authorization.ts';
import type { Client, Ending } from '../client.ts';
import { BROKER_STOPPED } from '../disconnect-reason.ts';
import type { EventPorts } from '../event-ports.ts';
import type { ClientInfo } from '../events.ts';
import { HighWater } from '../high-water.ts';
import type { MessageDispatch } from '../messages/message-dispatch.ts';
import type { BrokerMetrics } from '../metrics.ts';
import type { Subscriptions } from '../routing/subscriptions.ts';
import type { BrokerSettings } from '../settings.ts';
import type { TimingWheel } from '../timing-wheel.ts';
import type { DropListener } from './drop.ts';
import { PendingWills } from './pending-wills.ts';
import { nextPresence } from './presence-sequence.ts';
import { Session } from './session.ts';
import { NEVER_EXPIRES, SessionExpiry } from './session-expiry.ts';
import type { SessionLog } from './session-log.ts';
import type { SessionStore } from './session-store.ts';
import { mayPublishWill, publishWill } from './will-publication.ts';

export interface SessionParts {
  readonly settings: BrokerSettings;
  readonly clock: Clock;
  readonly wheel: TimingWheel;
  readonly events: EventPorts;
  readonly metrics: BrokerMetrics;
  readonly messages: MessageDispatch;
  readonly subscriptions: Subscriptions;
  readonly authorization: Authorization;
  readonly store: SessionStore;
  /** Undefined when nothing outlives the process. */
  readonly log: SessionLog | undefined;
}

/** What a session that outlived the process was like when the process ended. Times are Unix milliseconds. */
export interface RestoredSession {
  readonly session: Session;
  /** Undefined when the client was connected. */
  readonly disconnectedAt: number | undefined;
  readonly will: Will | undefined;
  /** Undefined when the client was connected. */
  readonly willDueAt: number | undefined;
}

/** The life of sessions: begun, resumed, taken over, left, expired. One connection at a time has one. */
export class Sessions {
  readonly #parts: SessionParts;
  readonly #expiry: SessionExpiry;
  readonly #wills: PendingWills;
  /** The connected clients by client id. */
  readonly #clients = new Map<string, Client>();
  /** One for all sessions. */
  readonly #onDrop: DropListener = (owner, outgoing, reason) => {
    this.#clients.get(owner.clientId)?.sent.countDrop(reason);
    this.#parts.messages.dropped(owner, outgoing, reason);
  };
  /** Clients that were connected when the process ended without saying so, until they come or somebody tells of them. */
  #lost: Map<string, ClientInfo> | undefined = undefined;
  /**
   * Their sessions, as long as nobody was told. The log goes on to say that they are connected, so that another process
   * knows them to be lost if this one is killed before that.
   */
  readonly #untold = new Set<Session>();
  /** Clients that came while others are told to be lost. */
  #cameMeanwhile: Set<string> | undefined = undefined;
  readonly #mostConnections = new HighWater();
  readonly #mostSessions = new HighWater();

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#expiry = new SessionExpiry(parts.wheel, (session) => this.#endSession(session));
    this.#wills = new PendingWills(parts.wheel, (session, will) => publishWill(parts, session.info, will));
  }

  get store(): SessionStore {
    return this.#parts.store;
  }

  get connectedClients(): Iterable<Client> {
    return this.#clients.values();
  }

  get connectedCount(): number {
    return this.#clients.size;
  }

  client(clientId: string): Client | undefined {
    return this.#clients.get(clientId);
  }

  session(clientId: string): Session | undefined {
    return this.#parts.store.get(clientId);
  }

  all(): Iterable<Session> {
    return this.#parts.store.all();
  }

  /** The session for an accepted CONNECT (§3.1.2.4); a connection that has it now is closed [MQTT-3.1.4-3]. */
  open(client: Client, info: ClientInfo): { session: Session; isPresent: boolean } {
    const { metrics, store } = this.#parts;
    this.#clients.get(info.clientId)?.end({
      reason: info.cleanStart ? 'discarded' : 'takenover',
      closedBy: 'server',
      reasonCode: ReasonCode.SessionTakenOver,
      reasonString: 'another connection came with this client id',
      endsSession: info.cleanStart, // [MQTT-3.1.2-4]
      at: info.connectedAt, // so that nobody sees the client leave after it came back
    });
    const kept = store.get(info.clientId);
    if (kept && info.cleanStart) this.#endSession(kept, 'discarded');
    const resumed = info.cleanStart ? undefined : kept;
    const session = resumed ?? this.create(info);
    metrics[resumed ? 'session.resumed' : 'session.created']++;
    this.#expiry.cancel(session);
    this.#wills.cancel(info.clientId);
    session.expiryInterval = info.expiryInterval;
    session.attach(client, info, info.receiveMaximum);
    this.#untold.delete(session);
    this.#writeDown(session, client.will);
    store.put(session);
    this.#clients.set(info.clientId, client);
    this.#lost?.delete(info.clientId);
    this.#cameMeanwhile?.add(info.clientId);
    client.listener.taken++;
    this.#mostConnections.note(this.#clients.size);
    this.#mostSessions.note(store.size);
    return { session, isPresent: resumed !== undefined };
  }

  /** A session that nobody knows yet. */
  create(info: ClientInfo): Session {
    return new Session(info, this.#parts.settings, this.#onDrop);
  }

  /**
   * Brings back the session of a client that is away. A client that was connected when the process ended is away from
   * now on, without an event: nobody saw it leave, and its will goes its way as for any other broken connection.
   */
  restore({ session, disconnectedAt, will, willDueAt }: RestoredSession): void {
    const { store, log, clock } = this.#parts;
    const now = clock.now();
    // A clock that was set back does not make anybody wait for longer than the whole interval.
    session.disconnectedAt = Math.min(disconnectedAt ?? now, now);
    session.log = log;
    store.put(session);
    this.#mostSessions.note(store.size);
    const dueAt =
      will && Math.min(willDueAt ?? Number.POSITIVE_INFINITY, this.#willDueAt(session, will, now));
    if (will && dueAt !== undefined) this.#wills.delay(session, will, dueAt);
    if (disconnectedAt === undefined) {
      this.#untold.add(session);
      this.#lost ??= new Map();
      this.#lost.set(session.clientId, session.info);
    }
    this.#expiry.start(session, session.disconnectedAt);
  }

  /** Ends the sessions and publishes the wills whose time came while the process was away. */
  settleRestored(): void {
    const now = this.#parts.clock.now();
    for (const session of this.all()) {
      const { clientId, expiryInterval, disconnectedAt = now } = session;
      if ((this.#wills.pendingOf(clientId)?.dueAt ?? Number.POSITIVE_INFINITY) <= now)
        this.#wills.publishNow(clientId);
      if (expiryInterval < NEVER_EXPIRES && disconnectedAt + expiryInterval * 1000 <= now)
        this.#endSession(session);
    }
  }

  /** The will that would be published if the session's connection broke now, or that waits for its time (`dueAt`, else 0). */
  willOf(session: Session): { will: Will; dueAt: number } | undefined {
    const will = this.#clients.get(session.clientId)?.will;
    return will ? { will, dueAt: 0 } : this.#wills.pendingOf(session.clientId);
  }

  /** The log can be written again: what was held back is sent. */
  sendHeldBack(): void {
    const now = this.#parts.clock.now();
    for (const { session } of this.#clients.values()) if (session.log) session.onRoom(now);
  }

  /** The connection of a client ended: its session stays, or goes with it; its will is published when due. */
  leave(client: Client, ending: Ending): void {
    const { clock, events, metrics } = this.#parts;
    const { info, session } = client;
    const now = ending.at ?? clock.now();
    this.#clients.delete(info.clientId);
    client.listener.taken--;
    session.detach(now);
    metrics['client.disconnected']++;
    if (ending.reason === 'takenover') metrics['session.takenover']++;
    const { will } = client;
    const willDueAt = this.#willDueAfter(client, ending, now);
    const isWillDue = willDueAt !== undefined && willDueAt <= now;
    const mayPublish = will && isWillDue ? mayPublishWill(this.#parts, session.info, will) : false;
    const port = events['client.disconnected'];
    if (port.wanted) {
      const { reason, closedBy, properties = {} } = ending;
      port.emit({
        name: 'client.disconnected',
        at: now,
        client: info,
        reason,
        closedBy,
        properties,
        disconnectedAt: now,
        willPublished: mayPublish instanceof Promise ? undefined : mayPublish,
        sequence: nextPresence(now),
      });
    }
    if (will && isWillDue) publishWill(this.#parts, session.info, will, mayPublish);
    else if (will && willDueAt !== undefined) this.#wills.delay(session, will, willDueAt);
    if (ending.endsSession || session.expiryInterval === 0) this.#endSession(session, endOf(ending));
    else {
      session.log?.left(session, isWillDue ? undefined : willDueAt);
      this.#expiry.start(session, now);
    }
  }

  /** Those that were connected when the process ended and have not come since; asked once. */
  takeLost(): Map<string, ClientInfo> {
    const lost = this.#lost ?? new Map<string, ClientInfo>();
    this.#lost = undefined;
    this.#cameMeanwhile ??= new Set();
    return lost;
  }

  /** All that were lost are told of, and what follows from it is stored. */
  toldLost(): void {
    this.#cameMeanwhile = undefined;
    for (const session of this.#untold) {
      session.log?.left(session, this.#wills.pendingOf(session.clientId)?.dueAt);
    }
    this.#untold.clear();
  }

  /** Unix milliseconds, for the log; 0 when the client is there, or was there when the process ended and nobody was told. */
  leftAt(session: Session): number {
    return this.#untold.has(session) ? 0 : (session.disconnectedAt ?? 0);
  }

  /** Tells of the end of a connection that ended with a process. False when the client is there, or was there since. */
  tellLost(info: ClientInfo, disconnectedAt: number): boolean {
    if (this.#clients.has(info.clientId) || this.#cameMeanwhile?.has(info.clientId)) return false;
    const now = this.#parts.clock.now();
    const port = this.#parts.events['client.disconnected'];
    if (!port.wanted) return true;
    port.emit({
      name: 'client.disconnected',
      at: now,
      client: info,
      reason: BROKER_STOPPED,
      closedBy: 'server',
      properties: {},
      disconnectedAt,
      willPublished: undefined,
      sequence: nextPresence(now),
    });
    return true;
  }

  /** Ends the session of a client that is away. */
  drop(session: Session): void {
    this.#endSession(session);
  }

  /** Forgets QoS 2 messages whose PUBREL did not come in time. */
  forgetAwaitingRel(): void {
    const { clock, settings, metrics } = this.#parts;
    const limit = clock.now() - settings.awaitRelTimeout;
    for (const session of this.all()) {
      metrics['messages.dropped.await_pubrel_timeout'] += session.forgetAwaitingRel(limit);
    }
  }

  stats() {
    return {
      liveConnections: this.#mostConnections.gauge(this.#clients.size),
      sessions: this.#mostSessions.gauge(this.#parts.store.size),
    };
  }

  /** §3.1.2.5: the will is published unless the client said good-bye, after its delay or with the end of the session. */
  #willDueAfter({ will, session }: Client, ending: Ending, now: number): number | undefined {
    if (!will || ending.withoutWill) return undefined;
    return ending.endsSession ? now : this.#willDueAt(session, will, now);
  }

  #willDueAt({ expiryInterval }: Session, { properties }: Will, now: number): number {
    return now + Math.min(properties.willDelayInterval ?? 0, expiryInterval) * 1000;
  }

  /** A session that is kept without its connection outlives the process too. */
  #writeDown(session: Session, will: Will | undefined): void {
    const { log } = this.#parts;
    if (!log) return;
    if (session.expiryInterval === 0) {
      session.log?.ended(session.number);
      session.log = undefined;
      return;
    }
    if (!session.log) {
      session.log = log;
      session.number = log.nextSessionNumber();
    }
    log.opened(session, will);
  }

  #endSession(session: Session, how: SessionEnd = 'terminated'): void {
    const { subscriptions, store, metrics } = this.#parts;
    this.#expiry.cancel(session);
    subscriptions.removeAll(session);
    session.end();
    store.delete(session);
    session.log?.ended(session.number);
    session.log = undefined;
    this.#untold.delete(session);
    this.#wills.publishNow(session.clientId);
    if (how !== 'takenover') metrics[`session.${how}`]++; // that one is counted in `leave`
  }
}

type SessionEnd = 'terminated' | 'discarded' | 'takenover';

function endOf({ reason }: Ending): SessionEnd {
  return reason === 'discarded' || reason === 'takenover' ? reason : 'terminated';
}
