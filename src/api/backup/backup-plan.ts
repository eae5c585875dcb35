import { mapTexts } from '../../lib/secrets.ts';
import type { AuditChange } from '../audit/audit-record.ts';
import { changesBetween } from '../audit/object-changes.ts';
import type { BackupItem, BackupKind } from './backup-item.ts';

export type Conflict =
  | 'file'
  | 'needs_password'
  | 'needs_secret'
  | 'unknown_here'
  | 'unknown_kind'
  | 'not_allowed';

export interface PlanEntry {
  readonly kind: string;
  readonly id: string;
  readonly what: 'add' | 'change' | 'same' | 'conflict';
  readonly conflict?: Conflict;
  /** Where a secret is missing. */
  readonly at?: string;
  readonly changes: readonly AuditChange[];
}

/** What is there now of one kind. */
export interface Present {
  readonly kind: BackupKind;
  readonly items: ReadonlyMap<string, BackupItem>;
  readonly fixed: ReadonlySet<string>;
}

const MASK = '******';

/** What becomes of each item of a document if it is taken over; pure. */
export function planOf(
  objects: ReadonlyMap<string, readonly BackupItem[]>,
  present: ReadonlyMap<string, Present>,
): PlanEntry[] {
  return [...objects].flatMap(([name, items]) => {
    const there = present.get(name);
    if (!there) return items.map((_, index) => conflictOf(name, String(index + 1), 'unknown_kind'));
    return items.map((item) => entryOf(item, there));
  });
}

function entryOf(item: BackupItem, { kind, items, fixed }: Present): PlanEntry {
  const id = kind.idOf(item);
  const now = items.get(id);
  if (fixed.has(id)) return conflictOf(kind.name, id, 'file');
  if (now) {
    if (canonical(now) === canonical(item)) return { kind: kind.name, id, what: 'same', changes: [] };
    return { kind: kind.name, id, what: 'change', changes: changesBetween(now, item, kind.name).changes };
  }
  const obstacle = kind.cannotAdd?.(item);
  if (obstacle) return conflictOf(kind.name, id, obstacle);
  const missing = missingSecret(item);
  if (missing !== undefined) return { ...conflictOf(kind.name, id, 'needs_secret'), at: missing };
  return {
    kind: kind.name,
    id,
    what: 'add',
    changes: changesBetween(undefined, item, kind.name).changes,
  };
}

function conflictOf(kind: string, id: string, conflict: Conflict): PlanEntry {
  return { kind, id, what: 'conflict', conflict, changes: [] };
}

/** The place of a secret that was left out of the document. */
export function missingSecret(item: BackupItem): string | undefined {
  let found: string | undefined;
  mapTexts(item, (text, path) => {
    if (text.includes(MASK)) found ??= path.join('.');
    return text;
  });
  return found;
}

/** The same text for the same settings, in whatever order their members stand. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(
          Object.entries(member)
            .filter(([, one]) => one !== undefined && one !== null)
            .toSorted(([a], [b]) => (a < b ? -1 : 1)),
        )
      : member,
  );
}
