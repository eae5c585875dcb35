import type { ApplicationMessage } from '../messages/application-message.ts';
import type { Subscription } from './route.ts';

/** By which a group chooses the member that gets a message, by EMQX's names. */
export const SHARE_STRATEGIES = ['random', 'round_robin', 'sticky', 'hash_clientid', 'hash_topic'] as const;
export type ShareStrategy = (typeof SHARE_STRATEGIES)[number];

/**
 * The members of one shared subscription (§4.8.2). Each message goes to one of them, as the strategy says; a member
 * that is connected goes before one that is away.
 */
export class SharedGroup {
  readonly kind = 'group';
  readonly #strategy: ShareStrategy;
  readonly #random: () => number;
  #members: readonly Subscription[] = [];
  /** Where the member after the last one stands. */
  #next = 0;
  #last: Subscription | undefined = undefined;

  constructor(strategy: ShareStrategy, random: () => number) {
    this.#strategy = strategy;
    this.#random = random;
  }

  get isEmpty(): boolean {
    return this.#members.length === 0;
  }

  get members(): readonly Subscription[] {
    return this.#members;
  }

  add(member: Subscription): void {
    this.#members = [...this.#members.filter((other) => other.session !== member.session), member];
  }

  remove(member: Subscription): void {
    this.#members = this.#members.filter((other) => other !== member);
    if (this.#last === member) this.#last = undefined;
  }

  /** The member for this message; undefined when there is none. */
  pick(message: ApplicationMessage): Subscription | undefined {
    if (this.#strategy === 'sticky' && this.#last?.session.isConnected) return this.#last;
    const members = this.#members;
    const count = members.length;
    if (count === 0) return undefined;
    const first = this.#first(message) % count;
    let chosen = first;
    for (let i = 0; i < count; i++) {
      const index = (first + i) % count;
      if (!members[index]?.session.isConnected) continue;
      chosen = index;
      break;
    }
    this.#next = chosen + 1;
    this.#last = members[chosen];
    return this.#last;
  }

  /** Where to look first. */
  #first(message: ApplicationMessage): number {
    switch (this.#strategy) {
      case 'random':
        return Math.floor(this.#random() * this.#members.length);
      case 'hash_clientid':
        return hashOf(message.from.clientId);
      case 'hash_topic':
        return Math.abs(message.destination.hash);
      case 'round_robin':
      case 'sticky':
        return this.#next;
    }
  }
}

/** FNV-1a over the code units, not negative. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 1;
}
