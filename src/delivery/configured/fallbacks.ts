import type { Logger } from '../../lib/logger.ts';
import type { Store } from '../../store/store.ts';
import type { Settled } from '../delivery.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { TemplateRow } from '../templates/template.ts';
import type { ActionConfig } from './action-schemas.ts';
import type { DeliveryOrigin } from './configured-action.ts';
import { canonicalId } from './resource-id.ts';

type FallbackAction = ActionConfig['fallback_actions'][number];

/** What the rule engine, one floor up, does with rows. */
export interface RowKnowledge {
  readRow(json: string): TemplateRow;
  /** @throws Error that says what is wrong with the arguments of a republication */
  checkRepublish(args: unknown): void;
  /** @param trail the rules that have handed on what the row is about. @throws Error when they are too many */
  republish(args: unknown, row: string, rule: string | undefined, trail: readonly string[]): void;
}

interface FallbacksOptions {
  store: Store;
  outbox: Outbox;
  logger: Logger;
  actions: {
    has(id: string): boolean;
    fallbacksOf(id: string): readonly FallbackAction[];
    run(id: string, row: TemplateRow, origin: DeliveryOrigin): void;
  };
}

const INSERT = 'INSERT OR REPLACE INTO delivery_fallbacks (delivery, row, trail) VALUES (?, ?, ?)';
const READ = 'SELECT row, trail FROM delivery_fallbacks WHERE delivery = ?';
const DELETE = 'DELETE FROM delivery_fallbacks WHERE delivery = ?';
const ALL = `SELECT f.delivery, d.action, d.rule, d.state
  FROM delivery_fallbacks f LEFT JOIN deliveries d ON d.id = f.delivery`;

/**
 * What is done in the place of actions that finally failed. The row is kept beside its delivery until that is over;
 * fallbacks of fallbacks are not run, so that two actions that name each other end.
 */
export class Fallbacks {
  readonly #options: FallbacksOptions;
  /** Deliveries whose rows are kept: nobody else costs a look into the database. */
  readonly #kept = new Set<string>();
  #rows: RowKnowledge | undefined;

  constructor(options: FallbacksOptions) {
    this.#options = options;
    options.outbox.events.on('settled', (settled) => this.#settled(settled));
  }

  /** Fallbacks work from here on; those that a killed process owes are made up for. */
  start(rows: RowKnowledge): void {
    this.#rows = rows;
    for (const { delivery, action, rule, state } of this.#options.store.prepare(ALL).all()) {
      const id = String(delivery);
      if (state === 'dead' || state === 'expired') {
        this.#run(id, String(action), rule === null ? undefined : String(rule));
      } else if (state === null || state === 'delivered') {
        this.#forget(id);
      } else {
        this.#kept.add(id);
      }
    }
  }

  /** Keeps the row of a delivery whose action has fallbacks, in the commit that stores the delivery. */
  keep(delivery: string, row: TemplateRow, { isFallback, trail = [] }: DeliveryOrigin): void {
    if (isFallback) return;
    this.#kept.add(delivery);
    const { store } = this.#options;
    const text = row.json([]);
    store.write(() => store.prepare(INSERT).run(delivery, text, JSON.stringify(trail)));
  }

  /** @throws DeliveryError BAD_REQUEST for a fallback that cannot work */
  check(id: string, fallbacks: readonly FallbackAction[]): void {
    for (const [index, fallback] of fallbacks.entries()) {
      const complaint = this.#complaintAbout(id, fallback);
      if (complaint === undefined) continue;
      const problem = { kind: 'validation_error', path: `fallback_actions.${index}`, reason: complaint };
      throw new DeliveryError('BAD_REQUEST', JSON.stringify(problem));
    }
  }

  #complaintAbout(id: string, fallback: FallbackAction): string | undefined {
    if (fallback.kind === 'reference') {
      const reference = referenceOf(fallback);
      if (reference === id) return 'an action cannot take its own place';
      return this.#options.actions.has(reference)
        ? undefined
        : `there is no action ${reference}: create it first`;
    }
    try {
      this.#rows?.checkRepublish(fallback.args);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  #settled({ delivery, action, rule, outcome }: Settled): void {
    if (outcome === 'unavailable' || delivery === undefined || !this.#kept.delete(delivery)) return;
    if (outcome === 'delivered') this.#forget(delivery);
    else this.#run(delivery, action, rule);
  }

  /** In the commit in which the row is forgotten: a killed process does it again, or not at all. */
  #run(delivery: string, action: string, rule: string | undefined): void {
    const { store, actions, outbox, logger } = this.#options;
    const kept = store.prepare(READ).get(delivery);
    if (!kept || !this.#rows) return;
    const row = String(kept.row);
    for (const fallback of actions.fallbacksOf(action)) {
      try {
        if (fallback.kind === 'republish') {
          this.#rows.republish(fallback.args, row, rule, JSON.parse(String(kept.trail)));
        } else {
          outbox.events.emit('requeued', { delivery, action: undefined, rule });
          actions.run(referenceOf(fallback), this.#rows.readRow(row), { rule, isFallback: true });
        }
      } catch (error) {
        logger.error({ err: error, action, delivery }, 'a fallback action failed');
      }
    }
    this.#forget(delivery);
  }

  #forget(delivery: string): void {
    const { store } = this.#options;
    store.write(() => store.prepare(DELETE).run(delivery));
  }
}

/** The id of the action that takes the place. */
function referenceOf({ type, name }: Extract<FallbackAction, { kind: 'reference' }>): string {
  return canonicalId(`${type}:${name}`);
}

function refersTo(fallback: FallbackAction, id: string): boolean {
  return fallback.kind === 'reference' && referenceOf(fallback) === id;
}

type KnownActions = ReadonlyMap<string, { definition: { body: ActionConfig } }>;

/** The ids of the actions whose fallback it is. */
export function referringTo(actions: KnownActions, id: string): string[] {
  return [...actions].flatMap(([other, { definition }]) =>
    definition.body.fallback_actions.some((fallback) => refersTo(fallback, id)) ? [other] : [],
  );
}

/**
 * What is left of the actions whose fallback it is without it.
 * @throws DeliveryError BAD_REQUEST when it may not be taken out of them
 */
export function withoutReferences(
  actions: KnownActions,
  id: string,
  isAllowed: boolean,
): [other: string, config: ActionConfig][] {
  const referring = referringTo(actions, id);
  if (referring.length > 0 && !isAllowed) {
    const message = `action ${id} is a fallback of ${referring.join(', ')}: change these first`;
    throw new DeliveryError('BAD_REQUEST', message);
  }
  return [...actions].flatMap(([other, { definition }]) => {
    const { body } = definition;
    const fallback_actions = body.fallback_actions.filter((fallback) => !refersTo(fallback, id));
    return referring.includes(other) ? [[other, { ...body, fallback_actions }]] : [];
  });
}
