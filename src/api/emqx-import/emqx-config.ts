import type { EmqxImportReason, EmqxImportValues } from '../../texts/emqx-import.ts';
import type { BackupItem } from '../backup/backup-item.ts';

export type Members = Readonly<Record<string, unknown>>;

/** What was read of an EMQX, from whatever place: its configuration as `cluster.hocon` lays it out, and what lies beside it. */
export interface EmqxConfig {
  /** `5.10.0`; empty when nothing says it. */
  readonly version: string;
  readonly cluster: Members;
  /** Of an archive, by their names without the folder around them. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** What only a running EMQX tells, by the kinds of a backup. */
  readonly tables: ReadonlyMap<string, readonly BackupItem[]>;
  /** What could not be read, or only in part. */
  readonly unread: readonly Unread[];
}

export interface Unread {
  /** `table`, `users` … */
  readonly type: string;
  readonly name: string;
  readonly reason: Reason;
}

export interface Reason {
  readonly code: EmqxImportReason;
  readonly values: EmqxImportValues;
}

export type Verdict = 'same' | 'adapted' | 'not_supported';

/** What becomes of a thing here: of which kind of a backup, and how it is written there. */
export interface Becomes {
  readonly kind: string;
  readonly item: BackupItem;
}

export interface Offer {
  readonly id: 'renew' | 'alert';
  readonly reason: Reason;
}

/** One thing of EMQX, and what becomes of it. */
export interface ImportRow {
  /** `rule/offline`; the same for the same thing, whenever it is read. */
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  /** As EMQX has it. */
  readonly original: unknown;
  /** Whether it is taken over unless somebody says otherwise. */
  readonly selected: boolean;
  readonly offers: readonly Offer[];
  /** @param chosen the offers that are taken; rows that they need are named by `needs` */
  becomes(chosen: ReadonlySet<string>): readonly Becomes[];
  /** Rows that have to be taken over for an offer. */
  readonly needs: Readonly<Record<string, readonly string[]>>;
}

interface RowDraft {
  readonly type: string;
  readonly name: string;
  readonly original: unknown;
  readonly becomes?: readonly Becomes[];
  readonly reasons?: readonly Reason[];
  readonly verdict?: Verdict;
  readonly selected?: boolean;
}

/** One that has no offers. Without reasons it is the same. */
export function rowOf({
  type,
  name,
  original,
  becomes,
  reasons = [],
  verdict,
  selected = true,
}: RowDraft): ImportRow {
  const found =
    verdict ?? (becomes === undefined ? 'not_supported' : reasons.length > 0 ? 'adapted' : 'same');
  return {
    id: `${type}/${name}`,
    type,
    name,
    verdict: found,
    reasons,
    original,
    selected: selected && found !== 'not_supported',
    offers: [],
    becomes: () => becomes ?? [],
    needs: {},
  };
}

export function reasonOf(code: EmqxImportReason, values: EmqxImportValues = {}): Reason {
  return { code, values };
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of a member, or none. */
export function membersOf(value: unknown, name?: string): [string, unknown][] {
  const inner =
    name === undefined ? value : isMembers(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return isMembers(inner) ? Object.entries(inner) : [];
}

/** A list, or one thing that EMQX takes for a list of one. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isMembers(value) ? [value] : [];
}
