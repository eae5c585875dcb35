import type { Ban, ClientFacts } from '../../broker/door.ts';
import { dropsWithin, type RememberedClient } from '../../journal/door.ts';

export type ClientState = 'online' | 'offline' | 'gone' | 'never_seen';

/** Finds the ban that keeps somebody out. */
export type FindBan = (who: {
  clientId: string;
  username: string | undefined;
  peerHost: string;
}) => Ban | undefined;

/**
 * A client that is looked at: its session, what is remembered of it, or both; or only the rule that expects it. There is one such object for a whole
 * search, since making 100,000 would take longer than looking at them.
 */
export class Candidate {
  readonly now: number;
  readonly #findBan: FindBan;
  clientId = '';
  session: ClientFacts | undefined;
  record: RememberedClient | undefined;
  /** The rule that expects it, of one that was never seen. */
  expectedBy: string | undefined;

  constructor(now: number, findBan: FindBan) {
    this.now = now;
    this.#findBan = findBan;
  }

  become(session: ClientFacts | undefined, record: RememberedClient | undefined): this {
    this.session = session;
    this.record = record;
    this.expectedBy = undefined;
    this.clientId = session?.clientId ?? record?.clientId ?? '';
    return this;
  }

  becomeNeverSeen(clientId: string, rule: string): this {
    this.become(undefined, undefined);
    this.clientId = clientId;
    this.expectedBy = rule;
    return this;
  }

  get username(): string | undefined {
    return this.session ? this.session.info.username : this.record?.username;
  }

  get peerHost(): string | undefined {
    return this.session?.info.peerHost ?? this.record?.peerHost;
  }

  get state(): ClientState {
    if (this.expectedBy !== undefined) return 'never_seen';
    if (!this.session) return 'gone';
    return this.session.isConnected ? 'online' : 'offline';
  }

  get isOnline(): boolean {
    return this.session?.isConnected ?? false;
  }

  get isNeverSeen(): boolean {
    return this.expectedBy !== undefined;
  }

  /** It was there, and is not connected. */
  get isOffline(): boolean {
    return !this.isOnline && !this.isNeverSeen;
  }

  /** Unix milliseconds; of one that is online, now; undefined of one that never was. */
  get lastSeen(): number | undefined {
    if (this.isNeverSeen) return undefined;
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
