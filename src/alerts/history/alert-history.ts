import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DeliveryRecord } from '../../delivery/door.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Store } from '../../store/store.ts';
import type { Alert } from '../alert.ts';
import type { AlertRetention } from '../book/alert-pruning.ts';
import type { NotifyReason } from '../notification.ts';
import {
  alertOf,
  type PastAlert,
  type PastEntry,
  type PastTelling,
  pastAlert,
  pastAlertSchema,
} from './past-alert.ts';

/** What became, or would become, of alerts that are brought here. */
export interface HistoryCounts {
  added: number;
  /** They are here already, by their ids. */
  same: number;
  /** They ended before what is kept begins. */
  too_old: number;
  refused: number;
  /** Why the first of them were refused; `index` counts from 0 within what was sent. */
  readonly problems: { readonly index: number; readonly reason: string }[];
}

export interface AlertHistoryOptions {
  readonly store: Store;
  readonly clock: Pick<Clock, 'now'>;
  readonly retention: AlertRetention;
  /** As the delivery log has it; undefined when it does not keep it any more. */
  deliveryOf(id: string): DeliveryRecord | undefined;
  /** So many more are stored. */
  onAdded(count: number): void;
}

const MOST_PROBLEMS = 10;
/** Alerts that are stored in one commit, so that no turn of the event loop becomes long. */
const SLICE = 50;

const IS_HERE = 'SELECT 1 FROM alerts WHERE id = ?';

/** Nobody is told of it: people were, where it comes from. */
const ADD = `INSERT OR IGNORE INTO alerts
  (id, rule, monitor, key, status, severity, group_id, starts_at, opened_at, last_at, resolved_at, told, body)
  VALUES (?, ?, ?, ?, 'resolved', ?, ?, ?, ?, ?, ?, 1, ?)`;

const ADD_ENTRY = 'INSERT OR IGNORE INTO alert_entries (alert, n, at, kind, body) VALUES (?, ?, ?, ?, ?)';

const ENTRIES = 'SELECT at, kind, body FROM alert_entries WHERE alert = ? ORDER BY n';

/** The last word to each channel, of the beginning and of the end. */
const TELLINGS = `SELECT channel, reason, at, delivery, body FROM notifications WHERE id IN
  (SELECT notification FROM alert_tellings WHERE alert = ?) ORDER BY id`;

interface Telling {
  readonly channel: string;
  readonly reason: NotifyReason;
  readonly at: number;
  readonly delivery: string;
  readonly body: string;
}

/** Takes alerts that are over from one broker to another. */
export class AlertHistory {
  readonly #options: AlertHistoryOptions;

  constructor(options: AlertHistoryOptions) {
    this.#options = options;
  }

  /** With what happened to it; undefined for one that is not over. */
  read(alert: Alert): PastAlert | undefined {
    return pastAlert(
      alert,
      [...this.#entries(alert.id), ...this.#tellings(alert.id)].sort((a, b) => a.at - b.at),
    );
  }

  /** What `add` would do. */
  async plan(rows: readonly unknown[]): Promise<HistoryCounts> {
    const isHere = this.#options.store.prepare(IS_HERE);
    return this.#inSlices(rows, async (slice) => {
      await nextTurn();
      return slice.filter(({ id }) => !isHere.get(id)).length;
    });
  }

  /** @throws when they cannot be stored; those before are */
  async add(rows: readonly unknown[]): Promise<HistoryCounts> {
    return this.#inSlices(rows, async (slice) => {
      const added = await this.#store(slice);
      this.#options.onAdded(added);
      return added;
    });
  }

  /** @param run how many of them are new */
  async #inSlices(
    rows: readonly unknown[],
    run: (slice: readonly PastAlert[]) => Promise<number>,
  ): Promise<HistoryCounts> {
    const counts: HistoryCounts = { added: 0, same: 0, too_old: 0, refused: 0, problems: [] };
    for (let start = 0; start < rows.length; start += SLICE) {
      const slice = rows
        .slice(start, start + SLICE)
        .flatMap((row, index) => this.#readOne(row, start + index, counts));
      const added = await run(slice);
      counts.added += added;
      counts.same += slice.length - added;
    }
    return counts;
  }

  /** @returns how many were not here */
  #store(alerts: readonly PastAlert[]): Promise<number> {
    const { store } = this.#options;
    let added = 0;
    return new Promise((resolve, reject) => {
      store.write(
        () => {
          // A write that fails is done again.
          added = 0;
          for (const alert of alerts) if (this.#addOne(alert)) added++;
        },
        (error) => (error ? reject(error) : resolve(added)),
      );
    });
  }

  #addOne(past: PastAlert): boolean {
    const { store } = this.#options;
    const { changes } = store
      .prepare(ADD)
      .run(
        past.id,
        past.rule_id ?? null,
        past.monitor ?? null,
        past.key,
        past.severity,
        past.group_id,
        past.starts_at,
        past.opened_at ?? null,
        past.last_at,
        past.resolved_at,
        JSON.stringify(alertOf(past)),
      );
    if (Number(changes) === 0) return false;
    for (const [index, entry] of past.entries.entries()) {
      const { at, kind } = entry;
      const body = entry.kind === 'told' ? entry.told : { text: entry.text, by: entry.by };
      store.prepare(ADD_ENTRY).run(past.id, index + 1, at, kind, JSON.stringify(body));
    }
    return true;
  }

  /** None for one that cannot be stored, which is counted. */
  #readOne(row: unknown, index: number, counts: HistoryCounts): PastAlert[] {
    const { clock, retention } = this.#options;
    const { data, error } = pastAlertSchema.safeParse(row);
    if (!data) {
      counts.refused++;
      const [issue] = error.issues;
      const reason = `${issue?.path.join('.') || 'the alert'}: ${issue?.message ?? 'cannot be read'}`;
      if (counts.problems.length < MOST_PROBLEMS) counts.problems.push({ index, reason });
      return [];
    }
    if (data.resolved_at >= clock.now() - retention.age) return [data];
    counts.too_old++;
    return [];
  }

  #entries(alert: string): PastEntry[] {
    return this.#options.store
      .prepare(ENTRIES)
      .all(alert)
      .flatMap(({ at, kind, body }): PastEntry[] => {
        const parsed = JSON.parse(String(body)) as { text?: string; by?: string };
        if (kind === 'told') return [{ at: Number(at), kind, told: parsed as unknown as PastTelling }];
        if (kind !== 'noted' && kind !== 'escalated' && kind !== 'unstable' && kind !== 'stable') return [];
        return [{ at: Number(at), kind, text: parsed.text, by: parsed.by }];
      });
  }

  #tellings(alert: string): PastEntry[] {
    const rows = this.#options.store.prepare(TELLINGS).all(alert) as unknown as Telling[];
    return rows.map(({ channel, reason, at, delivery: id, body }) => {
      const { digest, counts } = JSON.parse(body) as {
        readonly digest?: { readonly kind: PastTelling['digest'] } | null;
        readonly counts?: { readonly opened: number; readonly resolved: number };
      };
      const delivery = this.#options.deliveryOf(id);
      return {
        at,
        kind: 'told',
        told: {
          channel,
          reason,
          digest: digest?.kind,
          others: Math.max(0, (counts?.opened ?? 1) + (counts?.resolved ?? 0) - 1),
          status: delivery?.status,
          attempts: delivery?.attempt_count ?? 0,
          problem: delivery?.reason ?? undefined,
        },
      };
    });
  }
}
