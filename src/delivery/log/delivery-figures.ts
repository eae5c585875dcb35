import type { Clock } from '../../lib/clock.ts';
import type { Store } from '../../store/store.ts';
import type { Settled } from '../delivery.ts';
import type { Outbox } from '../outbox/outbox.ts';

/** How often deliveries of one action ended in one way since the start. */
export interface DeliveryOutcome {
  connector: string;
  action: string;
  /** `retried` is no end: an attempt that will be repeated. */
  result: 'delivered' | 'failed' | 'expired' | 'dropped' | 'retried';
  /** `config`, `message`, `throttled`, `remote`, `network`, `expired`, `queue_full` …; empty when it was delivered. */
  reason: string;
  count: number;
}

/** What waits for one action now. */
export interface DeliveryQueue {
  connector: string;
  action: string;
  /** Deliveries that are not finished, those in flight included. */
  count: number;
  bytes: number;
  inflight: number;
  /** Milliseconds for which the oldest has waited; 0 when nothing waits. */
  age: number;
}

interface FiguresOptions {
  store: Store;
  outbox: Outbox;
  actions: { ids(): readonly string[]; connectorOf(id: string): string | undefined };
  clock: Clock;
}

const OLDEST = `SELECT created_at AS at FROM deliveries
  WHERE action = ? AND state IN ('queued', 'waiting', 'sending') ORDER BY id LIMIT 1`;

/** What monitoring asks for. Counters of an action end with it, so that there are never more than actions. */
export class DeliveryFigures {
  readonly #options: FiguresOptions;
  readonly #outcomes = new Map<string, Map<string, DeliveryOutcome>>();

  constructor(options: FiguresOptions) {
    this.#options = options;
    options.outbox.events.on('settled', (settled) => this.#count(settled));
  }

  outcomes(): DeliveryOutcome[] {
    const { actions } = this.#options;
    for (const action of this.#outcomes.keys()) {
      if (actions.connectorOf(action) === undefined) this.#outcomes.delete(action);
    }
    return [...this.#outcomes.values()].flatMap((those) => [...those.values()]);
  }

  /** How many are not finished, of all actions and channels. */
  waiting(): number {
    const { queues } = this.#options.outbox;
    return queues.actions().reduce((sum, action) => sum + queues.of(action).count, 0);
  }

  queues(): DeliveryQueue[] {
    const { store, outbox, actions, clock } = this.#options;
    const oldest = store.prepare(OLDEST);
    return actions.ids().map((action) => {
      const { count, bytes, inflight } = outbox.queues.of(action);
      const at = count > 0 ? oldest.get(action)?.at : undefined;
      const age = typeof at === 'number' ? Math.max(0, clock.now() - at) : 0;
      return { connector: actions.connectorOf(action) ?? '', action, count, bytes, inflight, age };
    });
  }

  #count(settled: Settled): void {
    const { action } = settled;
    const connector = settled.connector ?? this.#options.actions.connectorOf(action);
    if (connector === undefined) return;
    const [result, reason] = wordsOf(settled);
    let outcomes = this.#outcomes.get(action);
    if (!outcomes) {
      outcomes = new Map();
      this.#outcomes.set(action, outcomes);
    }
    const key = `${connector} ${result} ${reason}`;
    const outcome = outcomes.get(key);
    if (outcome) outcome.count++;
    else outcomes.set(key, { connector, action, result, reason, count: 1 });
  }
}

function wordsOf({ outcome, cause, reason }: Settled): [DeliveryOutcome['result'], string] {
  switch (outcome) {
    case 'delivered':
      return ['delivered', ''];
    case 'rejected':
      return ['failed', cause ?? 'message'];
    case 'unavailable':
      return ['retried', cause ?? 'remote'];
    case 'expired':
      return ['expired', 'expired'];
    case 'dropped':
      return ['dropped', reason ?? 'other'];
  }
}
