import { randomBytes } from 'node:crypto';
import type { Clock } from '../../lib/clock.ts';
import { redact } from '../../lib/secrets.ts';
import { emqxImportText } from '../../texts/emqx-import.ts';
import type { ApiCaller, BackupItem } from '../backup/backup-item.ts';
import { BACKUP_KINDS, RETAINED } from '../backup/backup-kinds.ts';
import type { PlanEntry } from '../backup/backup-plan.ts';
import type { Applied, Backups } from '../backup/backups.ts';
import type { EmqxImportPlan, EmqxImportRow } from '../contract.ts';
import { convertEmqx } from './convert.ts';
import type { CheckRule } from './convert-rules.ts';
import {
  type Becomes,
  type EmqxConfig,
  type ImportRow,
  isMembers,
  type Members,
  type Reason,
} from './emqx-config.ts';

/** Plans that are kept until they are done, and how long. */
const MOST_PLANS = 8;
const PLAN_LIFETIME = 30 * 60_000;

type Source = EmqxImportPlan['source'];
export type ChosenOffers = readonly { readonly row: string; readonly offer: string }[];

interface KeptPlan {
  readonly rows: readonly ImportRow[];
  readonly madeAt: number;
  readonly by: string;
}

interface EmqxImportParts {
  readonly backups: Backups;
  readonly check: CheckRule;
  readonly clock: Clock;
}

/** Settings of which EMQX's file names a part: the rest stays. */
const SINGLES: ReadonlyMap<string, string> = new Map([
  ['retainer', '/mqtt/retainer'],
  ['delayed', '/mqtt/delayed'],
  ['rule_engine', '/rule_engine'],
  ['authorization_settings', '/authorization/settings'],
]);

/** Plans of imports from EMQX. They are kept here, since they hold what no answer shows. */
export class EmqxImports {
  readonly #parts: EmqxImportParts;
  readonly #plans = new Map<string, KeptPlan>();

  constructor(parts: EmqxImportParts) {
    this.#parts = parts;
  }

  async plan(caller: ApiCaller, source: Source, config: EmqxConfig, by: string): Promise<EmqxImportPlan> {
    const rows = await this.#rowsOf(caller, config);
    const things = rows.flatMap((row) => row.becomes(new Set()));
    const entries = await this.#parts.backups.planObjects(caller, objectsOf(things));
    const byThing = new Map(entries.map((entry) => [`${entry.kind}\n${entry.id}`, entry]));
    const plan = randomBytes(12).toString('hex');
    this.#keep(plan, { rows, madeAt: this.#parts.clock.now(), by });
    const count = (verdict: ImportRow['verdict']) => rows.filter((row) => row.verdict === verdict).length;
    return {
      plan,
      source,
      version: config.version,
      counts: { same: count('same'), adapted: count('adapted'), not_supported: count('not_supported') },
      rows: rows.map((row) => viewOf(row, byThing)),
    };
  }

  /** Undefined: there is no such plan, or no longer. @param only ids of rows; undefined: those that are selected */
  async apply(
    caller: ApiCaller,
    plan: string,
    choice: { readonly only: readonly string[] | undefined; readonly offers: ChosenOffers },
    by: string,
  ): Promise<Applied[] | undefined> {
    this.#forgetOld();
    const kept = this.#plans.get(plan);
    if (!kept || kept.by !== by) return undefined;
    return this.#take(caller, kept.rows, choice, by);
  }

  /** Everything that is selected, at once: what `/data/import` does. @returns sentences about what could not be taken over */
  async applyAll(caller: ApiCaller, config: EmqxConfig, by: string): Promise<string[]> {
    const rows = await this.#rowsOf(caller, config);
    const applied = await this.#take(caller, rows, { only: undefined, offers: [] }, by);
    const failed = applied.flatMap(({ kind, id, what, reason = '' }) =>
      what === 'failed' ? [`${kind} ${id}: ${reason}`] : [],
    );
    const left = rows
      .filter(({ verdict }) => verdict === 'not_supported')
      .map(
        ({ type, name, reasons }) =>
          `${type} ${name}: ${reasons.map((reason) => said(reason).message).join(', ')}`,
      );
    return [...failed, ...left];
  }

  async #take(
    caller: ApiCaller,
    rows: readonly ImportRow[],
    { only, offers }: { readonly only: readonly string[] | undefined; readonly offers: ChosenOffers },
    by: string,
  ): Promise<Applied[]> {
    const chosen = new Set(only ?? rows.filter(({ selected }) => selected).map(({ id }) => id));
    const taken = (row: ImportRow) =>
      new Set(offers.filter((one) => one.row === row.id).map(({ offer }) => offer));
    for (const row of rows) {
      if (!chosen.has(row.id)) continue;
      for (const offer of taken(row)) for (const needed of row.needs[offer] ?? []) chosen.add(needed);
    }
    const things = rows.filter(({ id }) => chosen.has(id)).flatMap((row) => row.becomes(taken(row)));
    const { backups } = this.#parts;
    const objects = objectsOf(things);
    // What cannot be is no success that nobody hears of.
    const obstacles = (await backups.planObjects(caller, objects)).flatMap(
      ({ kind, id, what, conflict = '', at = '' }): Applied[] =>
        what === 'conflict' ? [{ kind, id, what: 'failed', reason: `${conflict} ${at}`.trimEnd() }] : [],
    );
    return [...(await backups.applyObjects(caller, objects, by)), ...obstacles];
  }

  async #rowsOf(caller: ApiCaller, config: EmqxConfig): Promise<ImportRow[]> {
    const rows = convertEmqx(config, this.#parts.check);
    const present = new Map<string, Members>();
    for (const [kind, path] of SINGLES) {
      if (!rows.some((row) => row.becomes(new Set()).some((thing) => thing.kind === kind))) continue;
      const settings = await caller.get(path);
      if (isMembers(settings)) present.set(kind, settings);
    }
    return rows.map((row) => ({
      ...row,
      becomes: (chosen) =>
        row.becomes(chosen).map(({ kind, item }) => ({ kind, item: overlaid(present.get(kind), item) })),
    }));
  }

  #keep(id: string, plan: KeptPlan): void {
    this.#forgetOld();
    this.#plans.set(id, plan);
    const [oldest] = this.#plans.keys();
    if (this.#plans.size > MOST_PLANS && oldest !== undefined) this.#plans.delete(oldest);
  }

  #forgetOld(): void {
    const now = this.#parts.clock.now();
    for (const [id, { madeAt }] of this.#plans) if (now - madeAt > PLAN_LIFETIME) this.#plans.delete(id);
  }
}

function overlaid(below: Members | undefined, above: Members): Members {
  if (!below) return above;
  const merged = Object.entries(above).map(([name, value]) => {
    const under = below[name];
    return [name, isMembers(under) && isMembers(value) ? overlaid(under, value) : value] as const;
  });
  return { ...below, ...Object.fromEntries(merged) };
}

/** Of two that would be the same thing the later one counts. */
function objectsOf(things: readonly Becomes[]): Map<string, readonly BackupItem[]> {
  const kinds = new Map<string, Map<string, BackupItem>>();
  for (const thing of things) {
    const items = kinds.get(thing.kind) ?? new Map<string, BackupItem>();
    items.set(idOf(thing), thing.item);
    kinds.set(thing.kind, items);
  }
  return new Map([...kinds].map(([kind, items]) => [kind, [...items.values()]]));
}

function idOf({ kind, item }: Becomes): string {
  const known = kind === RETAINED.name ? RETAINED : BACKUP_KINDS.find(({ name }) => name === kind);
  return known?.idOf(item) ?? `${String(item.authenticator)}:${String(item.user_id)}`;
}

function viewOf(row: ImportRow, entries: ReadonlyMap<string, PlanEntry>): EmqxImportRow {
  const things = row.becomes(new Set());
  const found = things.flatMap((thing) => entries.get(`${thing.kind}\n${idOf(thing)}`) ?? []);
  const worst = WORST.flatMap((what) => {
    const entry = found.find((one) => one.what === what);
    return entry ? [{ ...entry, what }] : [];
  })[0];
  return {
    id: row.id,
    type: row.type,
    name: row.name,
    verdict: row.verdict,
    reasons: row.reasons.map(said),
    what: worst?.what ?? 'nothing',
    ...(worst?.conflict && { conflict: worst.conflict }),
    ...(worst?.at !== undefined && { at: worst.at }),
    selected: row.selected && worst !== undefined && worst.what !== 'conflict',
    original: redact(row.original),
    becomes: shown(things),
    offers: row.offers.map(({ id, reason }) => {
      const { message, message_zh } = said(reason);
      return { id, message, message_zh, becomes: shown(row.becomes(new Set([id]))) };
    }),
  };
}

const WORST = ['conflict', 'change', 'add', 'same'] as const;

function shown(things: readonly Becomes[]): EmqxImportRow['becomes'] {
  return things.map((thing) => ({ kind: thing.kind, id: idOf(thing), item: redact({ ...thing.item }) }));
}

function said({ code, values }: Reason): EmqxImportRow['reasons'][number] {
  return {
    code,
    message: emqxImportText('en', code, values),
    message_zh: emqxImportText('zh', code, values),
  };
}
