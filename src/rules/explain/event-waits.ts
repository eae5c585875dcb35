import type { Clock } from '../../lib/clock.ts';
import { BusyError } from '../../lib/work-queue.ts';
import { eventCatalogue, hasPort } from '../event-catalogue.ts';
import { EventSource, type SourceContext } from '../event-source.ts';
import { type EventOrigins, tapEvents } from '../event-taps.ts';
import type { FromTarget } from '../event-topics.ts';
import type { RuleEvent } from '../rule-event.ts';

/** Each taps the broker. */
const MOST_WAITS = 20;

const anything: readonly FromTarget[] = [
  { kind: 'messages', filter: '#' },
  {
    kind: 'events',
    topic: '$events/#',
    events: eventCatalogue.map(({ event }) => event).filter(hasPort),
  },
];

export interface WaitedFor {
  /** The event that one of them names … */
  readonly targets: readonly FromTarget[];
  /** … or any event of this client. */
  readonly clientId: string | undefined;
  /** Milliseconds. */
  readonly patience: number;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
}

/** People who wait for something to happen: a bounded number, each for a bounded time. */
export class EventWaits {
  readonly #origins: EventOrigins;
  readonly #context: SourceContext;
  readonly #clock: Clock;
  /** Ends a wait without an event. */
  readonly #waits = new Set<() => void>();

  constructor(origins: EventOrigins, context: SourceContext, clock: Clock) {
    this.#origins = origins;
    this.#context = context;
    this.#clock = clock;
  }

  /**
   * Undefined when nothing came.
   * @throws BusyError when too many wait
   */
  async next({ targets, clientId, patience, signal }: WaitedFor): Promise<RuleEvent | undefined> {
    if (this.#waits.size >= MOST_WAITS) throw new BusyError();
    if (signal.aborted) return undefined;
    const { promise, resolve } = Promise.withResolvers<RuleEvent | undefined>();
    const end = (): void => resolve(undefined);
    const silence = tapEvents(this.#origins, clientId === undefined ? targets : anything, (event) => {
      if (clientId !== undefined && this.#clientOf(event) !== clientId) return;
      resolve(event);
    });
    const timer = this.#clock.after(patience, end);
    this.#waits.add(end);
    signal.addEventListener('abort', end);
    try {
      return await promise;
    } finally {
      silence();
      timer.cancel();
      this.#waits.delete(end);
      signal.removeEventListener('abort', end);
    }
  }

  close(): void {
    for (const end of this.#waits) end();
  }

  #clientOf(event: RuleEvent): unknown {
    return new EventSource(event, '', this.#context).column('clientid');
  }
}
