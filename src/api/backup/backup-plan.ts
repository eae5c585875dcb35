import { mapTexts } from '../../lib/secrets.ts';
import type { Steps } from '../../lib/steps.ts';
import { maskedForAudit } from '../audit/audit-masking.ts';
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
  readonly what: 'add' | 'change' | 'remove' | 'same' | 'conflict';
  readonly conflict?: Conflict;
  /** Where a secret is missing; the file that has it. */
  readonly at?: string;
  readonly changes: readonly AuditChange[];
}

/** What is there now of one kind. */
export interface Present {
  readonly kind: BackupKind;
  readonly items: ReadonlyMap<string, BackupItem>;
  readonly fixed: ReadonlySet<string>;
}

interface PlanOptions {
  /** Undefined: there is no such kind. */
  readonly idOf: (kind: string, item: BackupItem) => string | undefined;
  /** Whether what is here and not in the document goes, of the kinds that the document names. */
  readonly prune: boolean;
  /** An object with its defaults. */
  readonly written: (kind: string, item: BackupItem) => BackupItem;
  /** What is here with its secrets, which only tells whether they differ. */
  readonly unmasked: (kind: string, item: BackupItem) => BackupItem;
}

const MASK = '******';

/** What becomes of each item of a document if it is taken over; pure. */
export function* planOf(
  objects: ReadonlyMap<string, readonly BackupItem[]>,
  present: ReadonlyMap<string, Present>,
  options: PlanOptions,
): Steps<PlanEntry[]> {
  const entries: PlanEntry[] = [];
  for (const [name, items] of objects) {
    const there = present.get(name);
    for (const [index, item] of items.entries()) {
      entries.push(there ? entryOf(item, there, options) : unreadable(name, index, options.idOf(name, item)));
      yield;
    }
    if (there && options.prune) entries.push(...removals(items, there));
  }
  return entries;
}

/** @param id undefined: there is no such kind */
function unreadable(name: string, index: number, id: string | undefined): PlanEntry {
  return id === undefined
    ? conflictOf(name, String(index + 1), 'unknown_kind')
    : conflictOf(name, id, 'not_allowed');
}

function removals(items: readonly BackupItem[], { kind, items: there, fixed }: Present): PlanEntry[] {
  if (!kind.remove) return [];
  const wanted = new Set(items.map((item) => kind.idOf(item)));
  return [...there]
    .filter(([id]) => !wanted.has(id) && !fixed.has(id))
    .map(([id, item]) => ({
      kind: kind.name,
      id,
      what: 'remove',
      changes: changesBetween(maskedForAudit(item), undefined, kind.name).changes,
    }));
}

function entryOf(item: BackupItem, { kind, items, fixed }: Present, options: PlanOptions): PlanEntry {
  const id = kind.idOf(item);
  const now = items.get(id);
  if (now) {
    const differences = differencesBetween(kind.name, now, item, options);
    if (!differences) return { kind: kind.name, id, what: 'same', changes: [] };
    if (fixed.has(id)) return conflictOf(kind.name, id, 'file');
    return { kind: kind.name, id, what: 'change', changes: differences };
  }
  if (fixed.has(id)) return conflictOf(kind.name, id, 'file');
  const obstacle = kind.cannotAdd?.(item);
  if (obstacle) return conflictOf(kind.name, id, obstacle);
  const missing = missingSecret(item);
  if (missing !== undefined) return { ...conflictOf(kind.name, id, 'needs_secret'), at: missing };
  return {
    kind: kind.name,
    id,
    what: 'add',
    changes: changesBetween(undefined, maskedForAudit(item), kind.name).changes,
  };
}

/** A password that is given cannot be compared with what is kept of one. */
const PASSWORDS = ['password', 'stored', 'password_hash'];

/** What stays as it is where a draft does not say it. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  bans: ['at'],
  silences: ['starts_at'],
  retained: ['publish_at', 'from_clientid', 'from_username'],
};

/** Undefined: there are none. Neither side's secrets are told. */
function differencesBetween(
  kind: string,
  now: BackupItem,
  item: BackupItem,
  { written, unmasked }: PlanOptions,
): readonly AuditChange[] | undefined {
  const left = [
    ...('password' in item && (kind === 'users' || kind === 'mqtt_users') ? PASSWORDS : []),
    ...(KEPT[kind] ?? []).filter((name) => item[name] === undefined || item[name] === null),
  ];
  const bare = (one: BackupItem): BackupItem =>
    left.length === 0
      ? one
      : Object.fromEntries(Object.entries(one).filter(([name]) => !left.includes(name)));
  const wanted = written(kind, bare(item));
  const present = written(kind, bare(missingSecret(item) === undefined ? unmasked(kind, now) : now));
  if (canonicalText(present) === canonicalText(wanted)) return undefined;
  const { changes } = changesBetween(maskedForAudit(present), maskedForAudit(wanted), kind);
  const told = changes.filter(({ before, after }) => (before ?? undefined) !== (after ?? undefined));
  if (told.length > 0) return told;
  // Only a secret is another one.
  return changesBetween(present, wanted, kind).changes.map(({ path }) => ({
    path,
    before: MASK,
    after: MASK,
  }));
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
export function canonicalText(value: unknown): string {
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
