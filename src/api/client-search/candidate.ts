import type { Ban, ClientFacts } from '../../broker/door.ts';
import { dropsWithin, type RememberedClient } from '../../journal/door.ts';

export type ClientState = 'online' | 'offline' | 'gone';

/** Finds the ban that keeps somebody out. */
export type FindBan = (who: {
  clientId: string;
  username: string | undefined;
  peerHost: string;
}) => Ban | undefined;

/**
 * A client that is looked at: its session, what is remembered of it, or both. There is one such object for a whole
 * search, since making 100,000 would take longer than looking at them.
 */
export class Candidate {
  readonly now: number;
  readonly #findBan: FindBan;
  clientId = '';
  session: ClientFacts | undefined;
  record: RememberedClient | undefined;

  constructor(now: number, findBan: FindBan) {
    this.now = now;
    this.#findBan = findBan;
  }

  become(session: ClientFacts | undefined, record: RememberedClient | undefined): this {
    this.session = session;
    this.record = record;
    this.clientId = session?.clientId ?? record?.clientId ?? '';
    return this;
  }

  get username(): string | undefined {
    return this.session ? this.session.info.username : this.record?.username;
  }

  get peerHost(): string | undefined {
    return this.session?.info.peerHost ?? this.record?.peerHost;
  }

  get state(): ClientState {
    if (!this.session) return 'gone';
    return this.session.isConnected ? 'online' : 'offline';
  }

  get isOnline(): boolean {
    return this.session?.isConnected ?? false;
  }

  /** Unix milliseconds; of one that is online, now. */
  get lastSeen(): number {
    if (this.isOnline) return this.now;
    return this.session?.disconnectedAt ?? this.record?.lastSeen ?? 0;
  }

  /** Unix milliseconds; undefined of one that is not online. */
  get onlineSince(): number | undefined {
    return this.isOnline ? this.session?.info.connectedAt : undefined;
  }

  get reason(): string | undefined {
    return this.record?.reason;
  }

  get drops(): number {
    return dropsWithin(this.record?.drops, this.now);
  }

  get ban(): Ban | undefined {
    const { clientId, username, peerHost = '' } = this;
    return this.#findBan({ clientId, username, peerHost });
  }
}
