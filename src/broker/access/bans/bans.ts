import type { Clock } from '../../../lib/clock.ts';
import type { Logger } from '../../../lib/logger.ts';
import { AccessError } from '../access-error.ts';
import type { Arrival, Ban, BanKind } from './ban.ts';
import { type BanMatcher, matcherOf, readWho } from './ban-matcher.ts';

/** Where bans are kept; what `put` and `delete` did is on disk when they return. */
export interface BanStore {
  list<Body>(kind: string): readonly { readonly body: Body }[];
  put(kind: string, id: string, body: unknown): unknown;
  delete(kind: string, id: string): unknown;
}

interface BanParts {
  readonly store: BanStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

const KIND = 'ban';

/** Of all kinds. */
const MOST_BANS = 100_000;

/** Of patterns and of networks: each CONNECT is held against all of them. */
const MOST_MATCHERS = 1000;

/** The kinds that are no plain values. */
type MatchedKind = 'clientid_re' | 'username_re' | 'peerhost_net';

interface Kept {
  readonly ban: Ban;
  readonly matches: BanMatcher | undefined;
}

/** Who is kept out of the broker. A ban is about connecting: it does not end a connection that is there. */
export class Bans {
  readonly #parts: BanParts;
  /** By `as:who`, in the order in which they were made. */
  readonly #bans = new Map<string, Kept>();
  readonly #matchers: Record<MatchedKind, Map<string, Kept>> = {
    clientid_re: new Map(),
    username_re: new Map(),
    peerhost_net: new Map(),
  };

  constructor(parts: BanParts) {
    this.#parts = parts;
    const kept = parts.store.list<Ban>(KIND).map(({ body }) => body);
    for (const ban of kept.toSorted((a, b) => a.at - b.at)) this.#keep(ban);
    this.forgetExpired();
  }

  get size(): number {
    return this.#bans.size;
  }

  /** The ban that keeps this client out, if one does. */
  find({ clientId, username, peerHost }: Arrival): Ban | undefined {
    if (this.#bans.size === 0) return undefined;
    return (
      this.#exactly('clientid', clientId) ??
      (username === undefined ? undefined : this.#exactly('username', username)) ??
      this.#exactly('peerhost', peerHost) ??
      this.#matching('clientid_re', clientId) ??
      (username === undefined ? undefined : this.#matching('username_re', username)) ??
      this.#matching('peerhost_net', peerHost)
    );
  }

  /** Those that hold, the newest first. */
  list(): Ban[] {
    const now = this.#parts.clock.now();
    return [...this.#bans.values()]
      .map(({ ban }) => ban)
      .filter((ban) => !isOver(ban, now))
      .reverse();
  }

  /** @throws AccessError BAD_REQUEST for what cannot be compared with */
  get(as: BanKind, who: string): Ban | undefined {
    const ban = this.#bans.get(idOf(as, readWho(as, who)))?.ban;
    return ban && !isOver(ban, this.#parts.clock.now()) ? ban : undefined;
  }

  /** Replaces one about the same. @throws AccessError BAD_REQUEST, EXCEED_LIMIT */
  add(draft: Ban): Ban {
    const ban: Ban = { ...draft, who: readWho(draft.as, draft.who) };
    const id = idOf(ban.as, ban.who);
    const matches = matcherOf(ban.as, ban.who);
    const others = matches === undefined ? undefined : this.#matchersOf(ban.as);
    if (!this.#bans.has(id) && this.#bans.size >= MOST_BANS) {
      throw new AccessError(
        'EXCEED_LIMIT',
        `there are ${MOST_BANS} bans already: delete some, or ban networks`,
      );
    }
    if (others && !others.has(id) && others.size >= MOST_MATCHERS) {
      throw new AccessError(
        'EXCEED_LIMIT',
        `there are ${MOST_MATCHERS} bans of this kind already: delete some`,
      );
    }
    this.#parts.store.put(KIND, id, ban);
    this.#remove(id);
    this.#keep(ban);
    this.#parts.logger.info({ ...ban }, 'a ban was made');
    return ban;
  }

  /** False when there was none. @throws AccessError BAD_REQUEST for what cannot be compared with */
  delete(as: BanKind, who: string): boolean {
    const id = idOf(as, readWho(as, who));
    if (!this.#bans.has(id)) return false;
    this.#parts.store.delete(KIND, id);
    this.#remove(id);
    return true;
  }

  clear(): void {
    for (const id of [...this.#bans.keys()]) {
      this.#parts.store.delete(KIND, id);
      this.#remove(id);
    }
  }

  /** Those whose time is over. */
  forgetExpired(): void {
    const now = this.#parts.clock.now();
    for (const [id, { ban }] of this.#bans) {
      if (!isOver(ban, now)) continue;
      this.#parts.store.delete(KIND, id);
      this.#remove(id);
    }
  }

  #exactly(as: BanKind, who: string): Ban | undefined {
    const ban = this.#bans.get(idOf(as, who))?.ban;
    return ban && !isOver(ban, this.#parts.clock.now()) ? ban : undefined;
  }

  #matching(as: MatchedKind, value: string): Ban | undefined {
    for (const { ban, matches } of this.#matchers[as].values()) {
      if (matches?.(value) && !isOver(ban, this.#parts.clock.now())) return ban;
    }
    return undefined;
  }

  #keep(ban: Ban): void {
    try {
      const kept = { ban, matches: matcherOf(ban.as, ban.who) };
      const id = idOf(ban.as, ban.who);
      this.#bans.set(id, kept);
      if (kept.matches) this.#matchersOf(ban.as)?.set(id, kept);
    } catch (error) {
      this.#parts.logger.error(
        { err: error, ...ban },
        'a stored ban cannot be read, it is left out: make it anew',
      );
    }
  }

  #remove(id: string): void {
    const kept = this.#bans.get(id);
    if (!kept) return;
    this.#bans.delete(id);
    this.#matchersOf(kept.ban.as)?.delete(id);
  }

  #matchersOf(as: BanKind): Map<string, Kept> | undefined {
    return isMatched(as) ? this.#matchers[as] : undefined;
  }
}

function isMatched(as: BanKind): as is MatchedKind {
  return as === 'clientid_re' || as === 'username_re' || as === 'peerhost_net';
}

function idOf(as: BanKind, who: string): string {
  return `${as}:${who}`;
}

function isOver({ until }: Ban, now: number): boolean {
  return until !== undefined && until <= now;
}
