import { SortedList } from '../../lib/sorted-list.ts';
import type { Session } from './session.ts';

/**
 * Where sessions are looked for, connected or not. All questions are answered at once. What outlives the process is
 * written down by the sessions themselves: see `session-log.ts`.
 */
export interface SessionStore {
  readonly size: number;
  get(clientId: string): Session | undefined;
  put(session: Session): void;
  delete(session: Session): void;
  /** In no order that means anything. */
  all(): Iterable<Session>;
  /** By client id from the last to the first, those after the first `skip`. */
  descending(skip?: number): Iterable<Session>;
  /** By client id descending, those that come after this one. */
  below(clientId: string): Iterable<Session>;
}

export class MemorySessionStore implements SessionStore {
  readonly #sessions = new Map<string, Session>();
  readonly #inOrder = new SortedList<Session>(({ clientId }) => clientId);

  get size(): number {
    return this.#sessions.size;
  }

  get(clientId: string): Session | undefined {
    return this.#sessions.get(clientId);
  }

  put(session: Session): void {
    if (this.#sessions.get(session.clientId) === session) return;
    this.#sessions.set(session.clientId, session);
    this.#inOrder.set(session);
  }

  delete(session: Session): void {
    if (this.#sessions.get(session.clientId) !== session) return;
    this.#sessions.delete(session.clientId);
    this.#inOrder.delete(session.clientId);
  }

  all(): Iterable<Session> {
    return this.#sessions.values();
  }

  descending(skip?: number): Iterable<Session> {
    return this.#inOrder.descending(skip);
  }

  below(clientId: string): Iterable<Session> {
    return this.#inOrder.below(clientId);
  }
}
