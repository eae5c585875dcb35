import { Deadline, type TimingWheel } from '../timing-wheel.ts';
import type { Session } from './session.ts';

/** The Session Expiry Interval, in seconds, that means never (§3.1.2.11.2). */
export const NEVER_EXPIRES = 0xffffffff;

/** Ends sessions whose client stayed away for too long. */
export class SessionExpiry {
  readonly #wheel: TimingWheel;
  readonly #expiries = new Map<Session, Deadline>();
  readonly #end: (session: Session) => void;

  constructor(wheel: TimingWheel, end: (session: Session) => void) {
    this.#wheel = wheel;
    this.#end = end;
  }

  /** The client has gone; the session has an expiry interval above 0. */
  start(session: Session, now: number): void {
    if (session.expiryInterval >= NEVER_EXPIRES) return;
    const expiry = new Deadline(() => {
      this.#expiries.delete(session);
      this.#end(session);
    });
    this.#expiries.set(session, expiry);
    this.#wheel.schedule(expiry, now + session.expiryInterval * 1000);
  }

  cancel(session: Session): void {
    const expiry = this.#expiries.get(session);
    if (!expiry) return;
    this.#wheel.cancel(expiry);
    this.#expiries.delete(session);
  }
}
