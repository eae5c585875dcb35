import type { Clock, Timer } from '../../lib/clock.ts';
import type { Alarms } from '../alarms.ts';
import type { Client } from '../client.ts';
import type { BrokerMetrics } from '../metrics.ts';

export interface SlowConsumerLimits {
  /** Milliseconds without progress after which a client with unsent output is disconnected. */
  readonly stallTimeout: number;
  /** Bytes of unsent output from which on there is an alarm. */
  readonly alarmFrom: number;
  /** Whether there is one at all. */
  readonly hasAlarm: boolean;
  /** Milliseconds for which a connection must have been fluent before its alarm ends. */
  readonly alarmSustain: number;
}

export interface SlowConsumerParts {
  readonly limits: SlowConsumerLimits;
  readonly clock: Clock;
  readonly alarms: Alarms;
  readonly metrics: BrokerMetrics;
}

/** Milliseconds between two looks. */
const INTERVAL = 1000;

interface Watch {
  /** What the system had not taken when we last looked, in bytes. */
  waiting: number;
  /** When the system last took something, Unix milliseconds. */
  progressAt: number;
  /** When the output was last above the bound of the alarm. */
  congestedAt: number;
  /** Of the alarm that it has. */
  alarm: string | undefined;
}

/**
 * Watches the connections that take less than is written to them: there is an alarm about those with much unsent
 * output, and those that take nothing at all are disconnected. One timer looks at all of them, while there are any.
 */
export class SlowConsumers {
  readonly #parts: SlowConsumerParts;
  readonly #watched = new Map<Client, Watch>();
  #timer: Timer | undefined = undefined;

  constructor(parts: SlowConsumerParts) {
    this.#parts = parts;
  }

  /** The system takes no more bytes for this client at present. */
  watch(client: Client): void {
    if (this.#watched.has(client)) return;
    const now = this.#parts.clock.now();
    const { backlog } = client.connection.transport;
    this.#watched.set(client, { waiting: backlog, progressAt: now, congestedAt: 0, alarm: undefined });
    this.#timer ??= this.#arm();
  }

  /** The connection ended. */
  forget(client: Client): void {
    const watch = this.#watched.get(client);
    if (!watch) return;
    this.#watched.delete(client);
    if (watch.alarm !== undefined) this.#parts.alarms.deactivate(watch.alarm);
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(): Timer {
    return this.#parts.clock.after(INTERVAL, () => {
      this.#timer = undefined;
      const now = this.#parts.clock.now();
      for (const [client, watch] of this.#watched) this.#look(client, watch, now);
      if (this.#watched.size > 0) this.#timer ??= this.#arm();
    });
  }

  #look(client: Client, watch: Watch, now: number): void {
    const { limits, metrics } = this.#parts;
    const { backlog } = client.connection.transport;
    const hasStalled = backlog > 0 && backlog >= watch.waiting;
    watch.waiting = backlog;
    if (!hasStalled) watch.progressAt = now;
    else if (now - watch.progressAt >= limits.stallTimeout) {
      metrics['client.disconnected.slow_consumer']++;
      // Nothing that is written now would arrive, so there is no DISCONNECT, and nothing to wait for.
      client.endAtOnce('slow_consumer');
      return;
    }
    this.#lookAtAlarm(client, watch, now);
    if (backlog === 0 && watch.alarm === undefined) this.#watched.delete(client);
  }

  #lookAtAlarm(client: Client, watch: Watch, now: number): void {
    const { limits, alarms } = this.#parts;
    const unsent = client.connection.unsentBytes;
    if (limits.hasAlarm && unsent >= limits.alarmFrom) {
      watch.congestedAt = now;
      if (watch.alarm === undefined) watch.alarm = this.#raise(client, unsent);
    } else if (watch.alarm !== undefined && now - watch.congestedAt >= limits.alarmSustain) {
      alarms.deactivate(watch.alarm);
      watch.alarm = undefined;
    }
  }

  /** The name of the alarm, by EMQX's pattern; undefined when there are too many. */
  #raise({ info, sent, connection }: Client, unsent: number): string | undefined {
    const { clientId, username = 'unknown_user', peerName } = info;
    const name = `conn_congestion/${clientId}/${username}`;
    const details = {
      clientid: clientId,
      username,
      peername: peerName,
      unsent_bytes: unsent,
      backlog_bytes: connection.transport.backlog,
      dropped_messages: sent.dropped,
    };
    const text = `connection congested: ${clientId} reads more slowly than it is sent to`;
    return this.#parts.alarms.activate(name, details, text) ? name : undefined;
  }
}
