import type { Session } from './session.ts';

/**
 * Where sessions are kept, connected or not: the seam behind which they will outlive the process. All questions
 * are answered at once; a store on disk keeps a cache that can.
 */
export interface SessionStore {
  readonly size: number;
  get(clientId: string): Session | undefined;
  put(session: Session): void;
  delete(session: Session): void;
  all(): Iterable<Session>;
}

export class MemorySessionStore implements SessionStore {
  readonly #sessions = new Map<string, Session>();

  get size(): number {
    return this.#sessions.size;
  }

  get(clientId: string): Session | undefined {
    return this.#sessions.get(clientId);
  }

  put(session: Session): void {
    this.#sessions.set(session.clientId, session);
  }

  delete(session: Session): void {
    if (this.#sessions.get(session.clientId) === session) this.#sessions.delete(session.clientId);
  }

  all(): Iterable<Session> {
    return this.#sessions.values();
  }
}
