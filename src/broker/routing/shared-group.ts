import type { Subscription } from './route.ts';

/**
 * The members of one shared subscription (§4.8.2). Each message goes to one of them, in turn; a member that is
 * connected goes before one that is away.
 */
export class SharedGroup {
  readonly kind = 'group';
  #members: readonly Subscription[] = [];
  #next = 0;

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
  }

  /** Whose turn it is. */
  pick(): Subscription | undefined {
    const members = this.#members;
    const count = members.length;
    for (let i = 0; i < count; i++) {
      const member = members[(this.#next + i) % count] as Subscription;
      if (!member.session.isConnected) continue;
      this.#next = (this.#next + i + 1) % count;
      return member;
    }
    this.#next = (this.#next + 1) % Math.max(1, count);
    return members[this.#next];
  }
}
