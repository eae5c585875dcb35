import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import type { RateLimit } from '../../lib/rate-text.ts';
import { TokenBucket } from '../../lib/token-bucket.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import type { Client } from '../client.ts';
import type { BrokerMetrics } from '../metrics.ts';

/** How many may come, and how fast. Every figure holds for the whole broker unless it says otherwise. */
export interface AdmissionLimits {
  /** Connected clients. */
  readonly maximumConnections: number;
  /** Connections of one address, connected or not. */
  readonly maximumConnectionsPerAddress: number;
  /** Connections that have not sent their CONNECT, and as many whose CONNECT is not answered. */
  readonly maximumNewcomers: number;
  /** CONNECTs. */
  readonly connectRate: RateLimit;
}

export interface AdmissionParts {
  readonly limits: AdmissionLimits;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: BrokerMetrics;
}

/** Who may come in, by number and by rate. Who it is, is asked elsewhere. */
export class Admission {
  readonly #parts: AdmissionParts;
  readonly #connects: TokenBucket;
  /** Connections by address; not kept while there is no bound to hold them to. */
  readonly #byAddress: Map<string, number> | undefined;
  /** Connections without a CONNECT, the oldest first. */
  readonly #newcomers = new Set<Client>();
  /** Connections whose CONNECT is here and not answered. */
  readonly #candidates = new Set<Client>();
  /** Refused since the last line of the log about it. */
  #refusedAddresses = 0;
  #evictedNewcomers = 0;

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
    this.#connects = new TokenBucket(parts.limits.connectRate, parts.clock);
    const isCounted = parts.limits.maximumConnectionsPerAddress !== Number.POSITIVE_INFINITY;
    this.#byAddress = isCounted ? new Map() : undefined;
  }

  /** Everybody who is not in yet. */
  get waiting(): readonly Client[] {
    return [...this.#newcomers, ...this.#candidates];
  }

  /**
   * A connection was accepted. Whoever is one too many of an address goes at once; when too many have nothing to say,
   * the one that was silent longest makes place, which under an attack is one of the attack.
   */
  arrive(client: Client): void {
    const { limits, metrics } = this.#parts;
    if (this.#countAddress(client) > limits.maximumConnectionsPerAddress) {
      metrics['connections.refused.address']++;
      this.#refusedAddresses++;
      client.endAtOnce('too_many_connections');
      return;
    }
    if (this.#newcomers.size >= limits.maximumNewcomers) {
      const [oldest] = this.#newcomers;
      metrics['connections.refused.newcomer']++;
      this.#evictedNewcomers++;
      oldest?.endAtOnce('too_many_newcomers');
    }
    this.#newcomers.add(client);
  }

  /** Its CONNECT is here. */
  heard(client: Client): void {
    this.#newcomers.delete(client);
  }

  /** Its CONNECT cannot be answered at once. */
  waits(client: Client): void {
    this.#candidates.add(client);
  }

  /** It is in. */
  welcome(client: Client): void {
    if (this.#candidates.size > 0) this.#candidates.delete(client);
  }

  /** The connection ended. */
  leave(client: Client): void {
    if (this.#newcomers.size > 0) this.#newcomers.delete(client);
    if (this.#candidates.size > 0) this.#candidates.delete(client);
    const byAddress = this.#byAddress;
    if (byAddress === undefined) return;
    const address = client.connection.transport.remoteAddress;
    const left = (byAddress.get(address) ?? 0) - 1;
    if (left > 0) byAddress.set(address, left);
    else byAddress.delete(address);
  }

  /** How many connections its address has now; 0 while nobody wants to know, since asking for it is a system call. */
  #countAddress(client: Client): number {
    const byAddress = this.#byAddress;
    if (byAddress === undefined) return 0;
    const address = client.connection.transport.remoteAddress;
    const count = (byAddress.get(address) ?? 0) + 1;
    byAddress.set(address, count);
    return count;
  }

  /** The reason for which a CONNECT is refused before anything else is looked at. */
  refusalOfRate(): ReasonCode | undefined {
    if (this.#connects.take()) return undefined;
    this.#parts.metrics['connections.refused.rate']++;
    return ReasonCode.ConnectionRateExceeded;
  }

  /** The same while as many wait for the verdict about them as may be silent: each costs memory, and whoever judges is slow. */
  refusalOfPending(): ReasonCode | undefined {
    if (this.#candidates.size < this.#parts.limits.maximumNewcomers) return undefined;
    this.#parts.metrics['connections.refused.pending']++;
    return ReasonCode.ServerBusy;
  }

  /** @param connected clients; @param takesOver whoever takes a connection over has its place */
  refusalOfNumber(connected: number, takesOver: boolean): ReasonCode | undefined {
    if (takesOver || connected < this.#parts.limits.maximumConnections) return undefined;
    this.#parts.metrics['connections.refused.quota']++;
    return ReasonCode.QuotaExceeded;
  }

  /** Says what was refused without a word since the last time. */
  report(): void {
    const { logger } = this.#parts;
    const refused = { ofOneAddress: this.#refusedAddresses, withoutConnect: this.#evictedNewcomers };
    this.#refusedAddresses = 0;
    this.#evictedNewcomers = 0;
    if (refused.ofOneAddress + refused.withoutConnect > 0)
      logger.warn(refused, 'connections were closed: too many of one address, or without a CONNECT');
  }
}
