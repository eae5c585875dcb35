import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import { plainAddress } from '../../lib/peer-address.ts';
import type { EventPort } from '../event-ports.ts';

/** Why a listener closed connections before their first MQTT packet; the names are those of the API. */
export function createRefusalCounts() {
  return {
    accept_error: 0,
    access_rules: 0,
    max_conn_rate: 0,
    proxy_protocol: 0,
    tls_handshake: 0,
    websocket: 0,
  };
}

export type RefusalCounts = ReturnType<typeof createRefusalCounts>;
export type RefusalKind = keyof RefusalCounts;

/** Whose connection it is, as far as it is known. */
export interface RefusedPeer {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
}

const MINUTE = 60_000;

/** Addresses that are logged in one minute; the others are counted only. */
const MOST_ADDRESSES = 100;

/**
 * Counts the connections that a listener refuses, and logs each address and kind once per minute: who scans ports or
 * comes back every second with a wrong certificate must not fill the disk.
 */
export class Refusals {
  readonly counts = createRefusalCounts();
  readonly #listener: string;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #port: EventPort<'connection.refused'> | undefined;
  readonly #logged = new Set<string>();
  #minute = 0;

  /** @param port rules hear of those that clients of MQTT came by */
  constructor(listener: string, clock: Clock, logger: Logger, port?: EventPort<'connection.refused'>) {
    this.#listener = listener;
    this.#clock = clock;
    this.#logger = logger;
    this.#port = port;
  }

  /** @param reason a clause that goes on after "a connection was refused:" */
  add(kind: RefusalKind, peer: RefusedPeer, reason: string): void {
    const address = plainAddress(peer.remoteAddress ?? '');
    this.counts[kind]++;
    this.#tell(kind, address, peer.remotePort ?? 0, reason);
    const minute = Math.floor(this.#clock.now() / MINUTE);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#logged.clear();
    }
    // A flood comes from many addresses; that there is one is told once.
    const key = kind === 'max_conn_rate' ? kind : `${kind} ${address}`;
    if (this.#logged.has(key) || this.#logged.size >= MOST_ADDRESSES) return;
    this.#logged.add(key);
    this.#logger.warn(
      { listener: this.#listener, peer: address, refused: this.counts[kind], kind },
      `a connection was refused: ${reason}`,
    );
  }

  #tell(reason: RefusalKind, peerHost: string, peerPort: number, sentence: string): void {
    if (!this.#port?.wanted) return;
    const listener = this.#listener;
    const at = this.#clock.now();
    this.#port.emit({ name: 'connection.refused', at, reason, sentence, peerHost, peerPort, listener });
  }
}
