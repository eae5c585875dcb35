import type { RequestView } from '../../connectors/connector.ts';
import type { PageOf, PageRequest } from '../../lib/page-of.ts';
import type { Steps } from '../../lib/steps.ts';
import type { Store } from '../../store/store.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { type AttemptRow, type DeliveryRecord, type DeliveryRow, toRecord } from './delivery-record.ts';
import { type DeliveryFilter, DeliverySearch } from './delivery-search.ts';

interface DeliveryLogOptions {
  store: Store;
  outbox: Outbox;
  connectors: { find(id: string): { describe(request: unknown): RequestView } | undefined };
  actions: { has(id: string): boolean };
}

const ROW = `SELECT id, connector, action, rule, alert, state, attempts, created_at, due_at, expires_at,
  finished_at, request, last_error, last_code, last_cause FROM deliveries WHERE id = ?`;

type StoredRow = DeliveryRow & { request: string };

/** The newest are the interesting ones: a delivery that is tried for a day has thousands. */
const LAST_ATTEMPTS = `SELECT number, started_at, finished_at, outcome, cause, reason, status, code, excerpt
  FROM delivery_attempts WHERE delivery = ? ORDER BY number DESC LIMIT ?`;

/** Of each delivery in a list, and of one that is looked at by itself. */
const FEW_ATTEMPTS = 20;
const MANY_ATTEMPTS = 1000;

/** What was sent, what became of it, and sending it once more. */
export class DeliveryLog {
  readonly #options: DeliveryLogOptions;
  readonly #search: DeliverySearch;

  constructor(options: DeliveryLogOptions) {
    this.#options = options;
    this.#search = new DeliverySearch(options.store);
  }

  /** The ids of one page, newest first; `get` has what belongs to them. */
  page(filter: DeliveryFilter, request: PageRequest): Steps<PageOf<string>> {
    return this.#search.page(filter, request);
  }

  /** The ids of all that match, newest first, a step at a time. */
  walk(filter: DeliveryFilter): Generator<readonly string[], void, undefined> {
    return this.#search.walk(filter);
  }

  /** With the last attempts; undefined when there is no such delivery, or not any more. */
  brief(id: string): DeliveryRecord | undefined {
    return this.#read(id, FEW_ATTEMPTS);
  }

  /** With all attempts. @throws DeliveryError NOT_FOUND */
  get(id: string): DeliveryRecord {
    const record = this.#read(id, MANY_ATTEMPTS);
    if (record) return record;
    throw new DeliveryError('NOT_FOUND', `there is no delivery ${id}, or not any more`);
  }

  /**
   * Sends a finished delivery once more, with the same id, so that a receiver that has it already can drop it.
   * @throws DeliveryError NOT_FOUND; CONFLICT when it is not finished; BAD_REQUEST when there is nothing to send
   */
  resend(id: string): DeliveryRecord {
    const { status, request, connector, action } = this.get(id);
    if (status === 'queued' || status === 'retrying') {
      throw new DeliveryError(
        'CONFLICT',
        `delivery ${id} is not finished, it is ${status}: wait for its end`,
      );
    }
    if (request === null) {
      throw new DeliveryError(
        'BAD_REQUEST',
        `delivery ${id} was dropped, and its request with it: there is nothing left to send`,
      );
    }
    const { outbox, connectors, actions } = this.#options;
    for (const [what, there] of [
      [`connector ${connector}`, connectors.find(connector) !== undefined],
      [`action ${action}`, actions.has(action)],
    ] as const) {
      if (there) continue;
      throw new DeliveryError('BAD_REQUEST', `${what} does not exist any more: create it, and send again`);
    }
    outbox.requeue(id);
    return this.get(id);
  }

  #read(id: string, attempts: number): DeliveryRecord | undefined {
    const { store, connectors } = this.#options;
    const row = store.prepare(ROW).get(id) as unknown as StoredRow | undefined;
    if (!row) return undefined;
    const last = store.prepare(LAST_ATTEMPTS).all(id, attempts) as unknown as AttemptRow[];
    const opened = { ...row, request: store.secrets.parse(row.request) };
    return toRecord(opened, last.reverse(), (connector, request) =>
      connectors.find(connector)?.describe(request),
    );
  }
}
