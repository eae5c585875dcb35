import type { Will } from '../../mqtt/packets.ts';
import { Deadline, type TimingWheel } from '../timing-wheel.ts';
import type { Session } from './session.ts';

interface PendingWill {
  readonly will: Will;
  readonly dueAt: number;
  readonly deadline: Deadline;
}

/** Wills whose delay is running (§3.1.3.2.2). The session of each is still there: its end ends the delay. */
export class PendingWills {
  readonly #wheel: TimingWheel;
  readonly #publish: (session: Session, will: Will) => void;
  readonly #wills = new Map<string, PendingWill>();

  constructor(wheel: TimingWheel, publish: (session: Session, will: Will) => void) {
    this.#wheel = wheel;
    this.#publish = publish;
  }

  /** @param dueAt Unix milliseconds */
  delay(session: Session, will: Will, dueAt: number): void {
    const deadline = new Deadline(() => {
      this.#wills.delete(session.clientId);
      session.log?.willGone(session.number);
      this.#publish(session, will);
    });
    this.#wills.set(session.clientId, { will, dueAt, deadline });
    this.#wheel.schedule(deadline, dueAt);
  }

  pendingOf(clientId: string): { readonly will: Will; readonly dueAt: number } | undefined {
    return this.#wills.get(clientId);
  }

  /** The client is back within the delay: the will is not published [MQTT-3.1.3-9]. */
  cancel(clientId: string): void {
    const pending = this.#wills.get(clientId);
    if (!pending) return;
    this.#wheel.cancel(pending.deadline);
    this.#wills.delete(clientId);
  }

  /** The session has ended, or the delay before this process began: the will does not wait any longer (§3.1.3.2.2). */
  publishNow(clientId: string): void {
    const pending = this.#wills.get(clientId);
    if (!pending) return;
    this.#wheel.cancel(pending.deadline);
    pending.deadline.due();
  }
}
