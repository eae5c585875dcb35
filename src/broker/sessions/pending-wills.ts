import { Deadline, type TimingWheel } from '../timing-wheel.ts';

/** Wills whose delay is running (§3.1.3.2.2). */
export class PendingWills {
  readonly #wheel: TimingWheel;
  readonly #wills = new Map<string, Deadline>();

  constructor(wheel: TimingWheel) {
    this.#wheel = wheel;
  }

  /** @param at Unix milliseconds */
  delay(clientId: string, at: number, publish: () => void): void {
    const will = new Deadline(() => {
      this.#wills.delete(clientId);
      publish();
    });
    this.#wills.set(clientId, will);
    this.#wheel.schedule(will, at);
  }

  /** The client is back within the delay: the will is not published [MQTT-3.1.3-9]. */
  cancel(clientId: string): void {
    const will = this.#wills.get(clientId);
    if (!will) return;
    this.#wheel.cancel(will);
    this.#wills.delete(clientId);
  }

  /** The session has ended: the will does not wait any longer (§3.1.3.2.2). */
  publishNow(clientId: string): void {
    const will = this.#wills.get(clientId);
    if (!will) return;
    this.#wheel.cancel(will);
    will.due();
  }
}
