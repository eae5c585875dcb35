import type { Clock } from '../../lib/clock.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { Client, Ending } from '../client.ts';
import type { EventPorts } from '../event-ports.ts';
import type { ClientInfo } from '../events.ts';
import { HighWater } from '../high-water.ts';
import type { MessageDispatch } from '../messages/message-dispatch.ts';
import type { BrokerMetrics } from '../metrics.ts';
import type { Subscriptions } from '../routing/subscriptions.ts';
import type { BrokerSettings } from '../settings.ts';
import type { TimingWheel } from '../timing-wheel.ts';
import { PendingWills } from './pending-wills.ts';
import { Session } from './session.ts';
import { SessionExpiry } from './session-expiry.ts';
import type { SessionStore } from './session-store.ts';

export interface SessionParts {
  readonly settings: BrokerSettings;
  readonly clock: Clock;
  readonly wheel: TimingWheel;
  readonly events: EventPorts;
  readonly metrics: BrokerMetrics;
  readonly messages: MessageDispatch;
  readonly subscriptions: Subscriptions;
  readonly store: SessionStore;
}

/** The life of sessions: begun, resumed, taken over, left, expired. One connection at a time has one. */
export class Sessions {
  readonly #parts: SessionParts;
  readonly #expiry: SessionExpiry;
  readonly #wills: PendingWills;
  /** The connected clients by client id. */
  readonly #clients = new Map<string, Client>();
  readonly #mostConnections = new HighWater();
  readonly #mostSessions = new HighWater();

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#expiry = new SessionExpiry(parts.wheel, (session) => this.#endSession(session));
    this.#wills = new PendingWills(parts.wheel);
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
    const { settings, metrics, messages, store } = this.#parts;
    this.#clients.get(info.clientId)?.end({
      reason: info.cleanStart ? 'discarded' : 'takenover',
      closedBy: 'server',
      reasonCode: ReasonCode.SessionTakenOver,
      at: info.connectedAt, // so that nobody sees the client leave after it came back
    });
    const kept = store.get(info.clientId);
    if (kept && info.cleanStart) this.#endSession(kept, 'discarded'); // [MQTT-3.1.2-4]
    const resumed = info.cleanStart ? undefined : kept;
    const session =
      resumed ??
      new Session(info, settings, (owner, outgoing, reason) => {
        this.#clients.get(owner.clientId)?.sent.countDrop(reason);
        messages.dropped(owner, outgoing, reason);
      });
    metrics[resumed ? 'session.resumed' : 'session.created']++;
    this.#expiry.cancel(session);
    this.#wills.cancel(info.clientId);
    session.expiryInterval = info.expiryInterval;
    session.attach(client, info, info.receiveMaximum);
    store.put(session);
    this.#clients.set(info.clientId, client);
    client.listener.taken++;
    this.#mostConnections.note(this.#clients.size);
    this.#mostSessions.note(store.size);
    return { session, isPresent: resumed !== undefined };
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
      });
    }
    this.#leaveWill(client, ending, now);
    if (ending.endsSession || session.expiryInterval === 0) this.#endSession(session, endOf(ending));
    else this.#expiry.start(session, now);
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
  #leaveWill({ will, info, session }: Client, ending: Ending, now: number): void {
    if (!will || ending.withoutWill) return;
    const publish = () => {
      const { willDelayInterval: _, ...properties } = will.properties;
      this.#parts.messages.publish({ ...will, properties, from: info });
    };
    const delay = will.properties.willDelayInterval ?? 0;
    if (delay === 0) publish();
    else this.#wills.delay(info.clientId, now + Math.min(delay, session.expiryInterval) * 1000, publish);
  }

  #endSession(session: Session, how: SessionEnd = 'terminated'): void {
    const { subscriptions, store, metrics } = this.#parts;
    this.#expiry.cancel(session);
    subscriptions.removeAll(session);
    store.delete(session);
    this.#wills.publishNow(session.clientId);
    if (how !== 'takenover') metrics[`session.${how}`]++; // that one is counted in `leave`
  }
}

type SessionEnd = 'terminated' | 'discarded' | 'takenover';

function endOf({ reason }: Ending): SessionEnd {
  return reason === 'discarded' || reason === 'takenover' ? reason : 'terminated';
}
