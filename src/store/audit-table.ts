import type { SQLInputValue } from 'node:sqlite';
import type { Clock } from '../lib/clock.ts';
import type { Store } from './store.ts';

/** Columns by which records are found; what is only shown is in `details`. */
interface Row {
  /** Unix milliseconds. */
  readonly at: number;
  readonly from: string;
  readonly source: string;
  readonly sourceIp: string;
  readonly operationId: string;
  readonly operationType: string;
  readonly result: string;
  readonly status: number;
  readonly method: string;
  readonly durationMs: number;
  readonly details: unknown;
}

interface Filter {
  readonly from?: string | undefined;
  readonly source?: string | undefined;
  readonly sourceIp?: string | undefined;
  readonly operationId?: string | undefined;
  readonly operationType?: string | undefined;
  readonly result?: string | undefined;
  readonly status?: number | undefined;
  readonly method?: string | undefined;
  readonly shortest?: number | undefined;
  readonly longest?: number | undefined;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly text?: string | undefined;
}

interface AuditTableOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Records; the oldest go first. */
  readonly maximum: number;
  /** Milliseconds. */
  readonly retention: number;
  readonly leavesOutFrequent: boolean;
}

/** Records between two looks at what is too old or too much. */
const PRUNE_EVERY = 50;

/** Empty and -1 stand for what is not asked for, so that one text is prepared for all filters. */
const WHERE = `
  (?1 = '' OR origin = ?1) AND (?2 = '' OR source = ?2) AND (?3 = '' OR source_ip = ?3)
  AND (?4 = '' OR operation_id = ?4) AND (?5 = '' OR operation_type = ?5) AND (?6 = '' OR result = ?6)
  AND (?7 = -1 OR status = ?7) AND (?8 = '' OR method = ?8) AND duration_ms >= ?9 AND duration_ms <= ?10
  AND at >= ?11 AND at <= ?12
  AND (?13 = '' OR instr(lower(source || ' ' || source_ip || ' ' || method || ' ' || operation_id || ' ' || details), ?13) > 0)`;

const FOREVER = Number.MAX_SAFE_INTEGER;

/** Who changed what, on disk, bounded in number and age. */
export class AuditTable<Record extends Row> {
  readonly leavesOutFrequent: boolean;
  readonly #options: AuditTableOptions;
  #added = 0;

  constructor(options: AuditTableOptions) {
    this.#options = options;
    this.leavesOutFrequent = options.leavesOutFrequent;
    this.#prune();
  }

  add(record: Record): void {
    const { store } = this.#options;
    store.write(() => {
      store
        .prepare(
          `INSERT INTO audit (at, origin, source, source_ip, operation_id, operation_type, result, status, method,
             duration_ms, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          record.at,
          record.from,
          record.source,
          record.sourceIp,
          record.operationId,
          record.operationType,
          record.result,
          record.status,
          record.method,
          record.durationMs,
          JSON.stringify(record.details),
        );
    });
    if (++this.#added % PRUNE_EVERY === 0) this.#prune();
  }

  /** The newest first. */
  page(
    filter: Filter,
    { skip, take }: { readonly skip: number; readonly take: number },
  ): { readonly rows: readonly (Record & { readonly id: number })[]; readonly count: number } {
    const { store } = this.#options;
    store.commit();
    const values: SQLInputValue[] = [
      filter.from ?? '',
      filter.source ?? '',
      filter.sourceIp ?? '',
      filter.operationId ?? '',
      filter.operationType ?? '',
      filter.result ?? '',
      filter.status ?? -1,
      filter.method ?? '',
      filter.shortest ?? 0,
      filter.longest ?? FOREVER,
      filter.since ?? 0,
      filter.until ?? FOREVER,
      filter.text?.toLowerCase() ?? '',
    ];
    const count = Number(store.prepare(`SELECT count(*) AS n FROM audit WHERE ${WHERE}`).get(...values)?.n);
    const rows = store
      .prepare(`SELECT * FROM audit WHERE ${WHERE} ORDER BY id DESC LIMIT ?14 OFFSET ?15`)
      .all(...values, take, skip);
    return { rows: rows.map((row) => toRecord<Record>(row)), count };
  }

  #prune(): void {
    const { store, clock, maximum, retention } = this.#options;
    store.write(() => {
      store
        .prepare('DELETE FROM audit WHERE id <= (SELECT max(id) FROM audit) - ? OR at < ?')
        .run(maximum, Number.isFinite(retention) ? clock.now() - retention : 0);
    });
  }
}

function toRecord<Record extends Row>(row: { readonly [column: string]: unknown }): Record & { id: number } {
  return {
    id: row.id,
    at: row.at,
    from: row.origin,
    source: row.source,
    sourceIp: row.source_ip,
    operationId: row.operation_id,
    operationType: row.operation_type,
    result: row.result,
    status: row.status,
    method: row.method,
    durationMs: row.duration_ms,
    details: JSON.parse(String(row.details)),
  } as unknown as Record & { id: number };
}
