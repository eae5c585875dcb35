import type { BrokerEvent, EventPorts } from './broker/door.ts';
import type { Config } from './config/config.ts';

/** Events that are held: those of some thousand clients that come back at once. */
const MOST = 20_000;

type Kind = Config['journal']['events'][number];

/** Holds what happens until the journal is loaded. */
export class EarlyEvents {
  #held: BrokerEvent[] = [];
  #missed = 0;
  readonly #ends: Array<() => void>;

  /** @param kinds undefined when nothing is recorded */
  constructor(ports: EventPorts, kinds: readonly Kind[] | undefined) {
    const hold = (event: BrokerEvent): void => {
      if (this.#held.length < MOST) this.#held.push(event);
      else this.#missed++;
    };
    const all = new Set<Kind>(kinds ? [...kinds, 'client.connected', 'client.disconnected'] : []);
    if (all.has('client.check_authz_complete')) all.delete('client.check_authz_complete.deny');
    this.#ends = [...all].map((kind) =>
      kind === 'client.check_authz_complete.deny'
        ? ports['client.check_authz_complete'].listenToDenials(hold)
        : ports[kind].listen(hold),
    );
  }

  /** What has happened so far, and how many events besides; it holds nothing from here on. */
  take(): { events: readonly BrokerEvent[]; missed: number } {
    const taken = { events: this.#held, missed: this.#missed };
    this.close();
    return taken;
  }

  close(): void {
    for (const end of this.#ends) end();
    this.#held = [];
  }
}
