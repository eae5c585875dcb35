import type { RequestView } from '../../connectors/connector.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import type { PageOf, PageRequest } from '../../lib/page-of.ts';
import type { Steps } from '../../lib/steps.ts';
import type { Definitions } from '../../store/definitions.ts';
import type { Store } from '../../store/store.ts';
import type { Notices } from '../configured/notices.ts';
import { notFound } from '../configured/resource-id.ts';
import type { Priority } from '../delivery.ts';
import { DeliveryError } from '../delivery-error.ts';
import { FOLLOWS, RANKS } from '../outbox/delivery-rows.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { DeliveryFeed, type DeliveryFollower } from './delivery-feed.ts';
import type { DeliveryFilter, LiveDeliveryFilter } from './delivery-filter.ts';
import { type AttemptRow, type DeliveryRecord, type DeliveryRow, toRecord } from './delivery-record.ts';
import { type DeliveryCount, DeliverySearch } from './delivery-search.ts';
import { Recoveries, type RecoveryView } from './recoveries.ts';

export interface DeliveryLogOptions {
  store: Store;
  outbox: Outbox;
  connectors: { find(id: string): { describe(request: unknown): RequestView } | undefined };
  actions: { has(id: string): boolean; expiryOf(id: string): number | undefined };
  definitions: Definitions;
  clock: Clock;
  logger: Logger;
  /** Those that speak to people, and how to say something there. */
  notices: Pick<Notices, 'find' | 'send'>;
  /** Gives up what waits for a connector; how much that is. */
  giveUp(connector: string): number;
  /** When what is due of a connector may go: Unix milliseconds, `Infinity` when nothing goes as things are. */
  nextTurn(connector: string, priority: Priority): number;
}

const ROW = `SELECT id, connector, action, rule, alert, state, attempts, created_at, due_at, expires_at,
  finished_at, request, last_error, last_code, last_cause, priority, told_in FROM deliveries WHERE id = ?`;

type StoredRow = Omit<DeliveryRow, 'next_turn'> & { request: string; priority: number };

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
  readonly #feed: DeliveryFeed;
  readonly #recoveries: Recoveries;

  constructor(options: DeliveryLogOptions) {
    this.#options = options;
    this.#search = new DeliverySearch(options.store);
    this.#feed = new DeliveryFeed(options.outbox, (id) => this.brief(id));
    this.#recoveries = new Recoveries({
      ...options,
      resend: (id) => this.resend(id),
      titleOf: (id) => this.#read(id, 0)?.title ?? undefined,
    });
  }

  /** The ids of one page, newest first; `get` has what belongs to them. */
  page(filter: DeliveryFilter, request: PageRequest): Steps<PageOf<string>> {
    return this.#search.page(filter, request);
  }

  /** The ids of all that match, newest first, a step at a time. */
  walk(filter: DeliveryFilter): Generator<readonly string[], void, undefined> {
    return this.#search.walk(filter);
  }

  /** How many there are of each connector and status, of those created since a time. */
  counts(since?: number | undefined): Steps<readonly DeliveryCount[]> {
    return this.#search.counts(since);
  }

  /** Tells what happens to deliveries from now on, as fast as there is time for it. The function that is returned ends it. */
  follow(filter: LiveDeliveryFilter, follower: DeliveryFollower): () => void {
    return this.#feed.follow(filter, follower);
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
    outbox.requeue(id, actions.expiryOf(action));
    return this.get(id);
  }

  /**
   * Sends again all that failed or expired of a connector since a time (Unix milliseconds), `rate` a second. It goes on
   * after a restart. With `merge` people are told of all of them in one message.
   * @throws DeliveryError NOT_FOUND when there is no such connector; BAD_REQUEST when nobody there could read a digest
   */
  recover(connector: string, from: { since: number; rate: number; merge: boolean }): RecoveryView {
    if (!this.#options.connectors.find(connector)) throw notFound('Connector', connector);
    return from.merge ? this.#recoveries.merge(connector, from) : this.#recoveries.start(connector, from);
  }

  /**
   * Gives up all that waits for a connector, and tells how much that was; what is under way ends as it does.
   * @throws DeliveryError NOT_FOUND when there is no such connector
   */
  giveUp(connector: string): number {
    if (!this.#options.connectors.find(connector)) throw notFound('Connector', connector);
    return this.#options.giveUp(connector);
  }

  /** Whether what failed of it is being sent again. */
  isRecovering(connector: string): boolean {
    return this.#recoveries.runs(connector);
  }

  /** How far that is. @throws DeliveryError NOT_FOUND when nothing is being recovered */
  recovery(connector: string): RecoveryView {
    return this.#recoveries.get(connector);
  }

  /** What is queued again already stays so. @throws DeliveryError NOT_FOUND when nothing is being recovered */
  cancelRecovery(connector: string): void {
    this.#recoveries.cancel(connector);
  }

  /** Goes on with what a stop interrupted. */
  start(): void {
    this.#recoveries.resume();
  }

  stop(): void {
    this.#recoveries.stop();
    this.#feed.close();
  }

  /** What is due waits for its destination, or for the next trial, or is under way. */
  #nextTurn({ connector, action, state, due_at, priority }: StoredRow): number | null {
    const { outbox, clock, nextTurn } = this.#options;
    const isWaiting = state === 'queued' || state === 'waiting';
    if (!isWaiting || outbox.isHeld(action)) return null;
    const turn = nextTurn(connector, priority === RANKS.critical ? 'critical' : 'normal');
    // What follows others of its order goes with them, and not before its destination lets it.
    const due = due_at < FOLLOWS ? due_at : 0;
    const at = turn === Infinity ? due : Math.max(due, turn);
    return at > clock.now() ? at : null;
  }

  #read(id: string, attempts: number): DeliveryRecord | undefined {
    const { store, connectors } = this.#options;
    const row = store.prepare(ROW).get(id) as unknown as StoredRow | undefined;
    if (!row) return undefined;
    const last = store.prepare(LAST_ATTEMPTS).all(id, attempts) as unknown as AttemptRow[];
    const opened = { ...row, request: store.secrets.parse(row.request), next_turn: this.#nextTurn(row) };
    return toRecord(opened, last.reverse(), (connector, request) =>
      connectors.find(connector)?.describe(request),
    );
  }
}
