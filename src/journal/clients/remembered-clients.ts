import type { Broker, EventOf } from '../../broker/door.ts';
import type { Clock, Timer } from '../../lib/clock.ts';
import type { RememberedPage } from '../client-record.ts';
import type { RememberedRequest } from '../thread/journal-desk.ts';
import { DROPS_WITHIN, isDrop } from './drops.ts';

/** What a client is looked for by that may be gone. Times are Unix milliseconds. */
export interface RememberedClient {
  readonly clientId: string;
  username: string | undefined;
  peerHost: string | undefined;
  isOnline: boolean;
  /** When its last connection ended; of one that has never gone, when it came. */
  lastSeen: number;
  /** Why its last connection ended. */
  reason: string | undefined;
  /** When it was lost lately, the last first. */
  drops: readonly number[] | undefined;
}

export interface RememberedParts {
  readonly broker: Pick<Broker, 'events'>;
  readonly journal: {
    readonly isOn: boolean;
    remembered(request: RememberedRequest): Promise<RememberedPage>;
  };
  readonly clock: Clock;
}

/** Clients of a page: what it takes to read one stays below a slice of a turn. */
const PAGE = 1_000;
/** Milliseconds after the last search at which the memory is given back. */
const IDLE = 5 * 60_000;
/** More than the journal keeps, which forgets those that were away longest: then it is read anew. */
const MOST_CLIENTS = 220_000;
const MOST_DROPS = 200;

/**
 * The clients that the journal remembers, in memory for as long as somebody searches: reading them all from the journal
 * for each letter that is typed would take too long. From then on the events of the broker keep it true.
 */
export class RememberedClients {
  readonly #parts: RememberedParts;
  readonly #clients = new Map<string, RememberedClient>();
  #loading: Promise<void> | undefined;
  #release: (() => void) | undefined;
  #idle: Timer | undefined;

  constructor(parts: RememberedParts) {
    this.#parts = parts;
  }

  /** Resolves when all are there. @throws JournalError, BusyError */
  async ready(): Promise<void> {
    this.#idle?.cancel();
    this.#idle = this.#parts.clock.after(IDLE, () => this.release());
    this.#loading ??= this.#load();
    const loading = this.#loading;
    try {
      await loading;
    } catch (error) {
      if (this.#loading === loading) this.release();
      throw error;
    }
  }

  get size(): number {
    return this.#clients.size;
  }

  all(): Iterable<RememberedClient> {
    return this.#clients.values();
  }

  get(clientId: string): RememberedClient | undefined {
    return this.#clients.get(clientId);
  }

  forget(clientId: string): void {
    this.#clients.delete(clientId);
  }

  release(): void {
    this.#idle?.cancel();
    this.#release?.();
    this.#release = undefined;
    this.#loading = undefined;
    this.#clients.clear();
  }

  async #load(): Promise<void> {
    const { broker, journal, clock } = this.#parts;
    // First the events: what happens while pages are read is newer than they are.
    const ends = [
      broker.events['client.connected'].listen((event) => this.#connected(event)),
      broker.events['client.disconnected'].listen((event) => this.#disconnected(event)),
    ];
    let isWanted = true;
    this.#release = () => {
      isWanted = false;
      for (const end of ends) end();
    };
    if (!journal.isOn) return;
    const dropsFrom = clock.now() - DROPS_WITHIN;
    let after: string | undefined = '';
    while (after !== undefined && isWanted) {
      const page: RememberedPage = await journal.remembered({ after, limit: PAGE, dropsFrom });
      if (isWanted) this.#take(page);
      after = page.next;
    }
  }

  #take({ clients }: RememberedPage): void {
    for (const [clientId, username, peerHost, isOnline, lastSeen, reason, drops] of clients) {
      const known = this.#clients.get(clientId);
      if (known) {
        const news = known.drops ?? [];
        known.reason ??= reason ?? undefined;
        known.drops = drops ? [...news.filter((at) => !drops.includes(at)), ...drops] : known.drops;
        continue;
      }
      this.#clients.set(clientId, {
        clientId,
        username: username ?? undefined,
        peerHost: peerHost ?? undefined,
        isOnline,
        lastSeen,
        reason: reason ?? undefined,
        drops: drops ?? undefined,
      });
    }
  }

  #connected({ client }: EventOf<'client.connected'>): void {
    const { clientId, username, peerHost, connectedAt } = client;
    const known = this.#clients.get(clientId);
    if (known) {
      known.username = username;
      known.peerHost = peerHost;
      known.isOnline = true;
      return;
    }
    this.#clients.set(clientId, {
      clientId,
      username,
      peerHost,
      isOnline: true,
      lastSeen: connectedAt,
      reason: undefined,
      drops: undefined,
    });
    if (this.#clients.size > MOST_CLIENTS) this.release();
  }

  #disconnected({ client, reason, disconnectedAt }: EventOf<'client.disconnected'>): void {
    const { clientId, username, peerHost } = client;
    const known = this.#clients.get(clientId);
    const drops = isDrop(reason)
      ? [disconnectedAt, ...(known?.drops ?? []).slice(0, MOST_DROPS - 1)]
      : known?.drops;
    // Of a connection that another one has taken over, the end may be told after that one's beginning; who is there says the session.
    if (known) Object.assign(known, { isOnline: false, lastSeen: disconnectedAt, reason, drops });
    else
      this.#clients.set(clientId, {
        clientId,
        username,
        peerHost,
        isOnline: false,
        lastSeen: disconnectedAt,
        reason,
        drops,
      });
  }
}
