import { parse } from 'yaml';
import type { Documents } from '../authentication/documents.ts';
import type { ApiParts } from '../parts.ts';
import { type ApiCaller, type BackupItem, type BackupKind, BackupRefusal } from './backup-item.ts';
import { BACKUP_KINDS, RETAINED } from './backup-kinds.ts';
import { type PlanEntry, type Present, planOf } from './backup-plan.ts';
import { mqttUsersKind } from './mqtt-users-kind.ts';
import { withStoredSecrets } from './stored-secrets.ts';

/** The version of the document. */
const FORMAT = 1;
const UNDO = 'import_undo';

export interface BackupDocument {
  readonly tocsin_backup: typeof FORMAT;
  readonly created_at: string;
  readonly node: string;
  readonly version: string;
  /** Kinds that who asked may not read. */
  readonly left_out: readonly string[];
  readonly objects: Readonly<Record<string, readonly BackupItem[]>>;
}

export type BackupObjects = ReadonlyMap<string, readonly BackupItem[]>;
export type Chosen = readonly { readonly kind: string; readonly id: string }[];

/** What became of one object. */
export interface Applied {
  readonly kind: string;
  readonly id: string;
  readonly what: 'added' | 'changed' | 'removed' | 'failed';
  readonly reason?: string;
}

/** A document that is none, with a sentence for who sent it. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

interface UndoPoint {
  readonly at: number;
  readonly by: string;
  readonly steps: readonly UndoStep[];
}

interface UndoStep {
  readonly kind: string;
  readonly id: string;
  /** As it was, with its secrets; undefined: it was not there. */
  readonly before?: BackupItem;
  readonly added?: BackupItem;
}

interface BackupParts extends Pick<ApiParts, 'authenticators' | 'clock' | 'node' | 'version'> {
  readonly documents: Documents;
}

/** Everything that is configured as one document, and the way back. */
export class Backups {
  readonly #parts: BackupParts;
  readonly #kinds: readonly BackupKind[];

  constructor(parts: BackupParts) {
    this.#parts = parts;
    const users = mqttUsersKind(parts);
    const after = BACKUP_KINDS.findIndex(({ name }) => name === 'authenticators') + 1;
    this.#kinds = [...BACKUP_KINDS.slice(0, after), users, ...BACKUP_KINDS.slice(after), RETAINED];
  }

  /** @param isWanted by the names of kinds */
  async make(caller: ApiCaller, isWanted: (kind: string) => boolean): Promise<BackupDocument> {
    const { clock, node, version } = this.#parts;
    const leftOut: string[] = [];
    const objects: Record<string, readonly BackupItem[]> = {};
    for (const kind of this.#kinds) {
      if (!isWanted(kind.name)) continue;
      const present = await read(kind, caller);
      if (!present) leftOut.push(kind.name);
      else if (present.items.size > 0) objects[kind.name] = [...present.items.values()];
    }
    const created_at = new Date(clock.now()).toISOString();
    return { tocsin_backup: FORMAT, created_at, node, version, left_out: leftOut, objects };
  }

  /** @throws BackupError */
  async plan(caller: ApiCaller, text: string): Promise<{ about: About; entries: PlanEntry[] }> {
    const { about, objects } = readDocument(text);
    return { about, entries: planOf(objects, await this.#present(caller, objects)) };
  }

  /** @param objects by their kinds, with their secrets */
  async planObjects(caller: ApiCaller, objects: BackupObjects): Promise<PlanEntry[]> {
    return planOf(objects, await this.#presentWithSecrets(caller, objects));
  }

  /**
   * Does what the plan says, for those that are chosen, in the order in which they need each other. What cannot be done
   * is told and stops nothing else. What was before is kept for `undo`.
   * @param chosen undefined: all that is added or changed
   * @throws BackupError
   */
  async apply(caller: ApiCaller, text: string, chosen: Chosen | undefined, by: string): Promise<Applied[]> {
    const { objects } = readDocument(text);
    return this.#apply(caller, objects, await this.#present(caller, objects), chosen, by);
  }

  /** All of them, as `planObjects` says. */
  async applyObjects(caller: ApiCaller, objects: BackupObjects, by: string): Promise<Applied[]> {
    return this.#apply(caller, objects, await this.#presentWithSecrets(caller, objects), undefined, by);
  }

  async #apply(
    caller: ApiCaller,
    objects: BackupObjects,
    present: ReadonlyMap<string, Present>,
    chosen: Chosen | undefined,
    by: string,
  ): Promise<Applied[]> {
    const wanted = chosen && new Set(chosen.map(({ kind, id }) => `${kind}\n${id}`));
    const steps: UndoStep[] = [];
    const applied: Applied[] = [];
    const plan = new Map(planOf(objects, present).map((entry) => [`${entry.kind}\n${entry.id}`, entry]));
    for (const kind of this.#kinds) {
      const items = objects.get(kind.name) ?? [];
      for (const item of items) {
        const id = kind.idOf(item);
        const entry = plan.get(`${kind.name}\n${id}`);
        if (!entry || (entry.what !== 'add' && entry.what !== 'change')) continue;
        if (wanted && !wanted.has(`${kind.name}\n${id}`)) continue;
        const before = present.get(kind.name)?.items.get(id);
        steps.push(this.#undoStep(kind.name, id, item, before));
        applied.push(
          await attempt(kind.name, id, before ? 'changed' : 'added', () => kind.put(caller, item, before)),
        );
      }
      if (kind.arrange && applied.some((one) => one.kind === kind.name && one.what === 'added'))
        await kind.arrange(caller, items.map(kind.idOf));
    }
    const done = new Set(
      applied.filter(({ what }) => what !== 'failed').map(({ kind, id }) => `${kind}\n${id}`),
    );
    const point: UndoPoint = {
      at: this.#parts.clock.now(),
      by,
      steps: steps.filter(({ kind, id }) => done.has(`${kind}\n${id}`)),
    };
    if (point.steps.length > 0) this.#parts.documents.put(UNDO, UNDO, point);
    return applied;
  }

  /** The last import that can be undone. */
  undoPoint(): { readonly at: number; readonly by: string; readonly count: number } | undefined {
    const point = this.#readUndo();
    return point && { at: point.at, by: point.by, count: point.steps.length };
  }

  /** Makes everything that the last import changed as it was. Undefined: there is nothing to undo. */
  async undo(caller: ApiCaller): Promise<Applied[] | undefined> {
    const point = this.#readUndo();
    if (!point) return undefined;
    const applied: Applied[] = [];
    // What needs others goes before them.
    for (const { kind: name, id, before, added } of point.steps.toReversed()) {
      const kind = this.#kinds.find((one) => one.name === name);
      if (!kind) continue;
      if (before) {
        applied.push(await attempt(name, id, 'changed', () => kind.put(caller, before, before)));
      } else if (added && kind.remove) {
        const own = await idHere(kind, caller, added, id);
        applied.push(await attempt(name, id, 'removed', async () => kind.remove?.(caller, own)));
      }
    }
    this.#parts.documents.delete(UNDO, UNDO);
    return applied;
  }

  #undoStep(kind: string, id: string, item: BackupItem, before: BackupItem | undefined): UndoStep {
    if (!before) return { kind, id, added: item };
    return { kind, id, before: withStoredSecrets(this.#parts.documents, kind, before) };
  }

  /** For what comes with its secrets, which would differ from every mask. */
  async #presentWithSecrets(caller: ApiCaller, objects: BackupObjects): Promise<Map<string, Present>> {
    const present = await this.#present(caller, objects);
    return new Map(
      [...present].map(([name, { kind, items, fixed }]) => {
        const own = [...items].map(
          ([id, item]) => [id, withStoredSecrets(this.#parts.documents, name, item)] as const,
        );
        return [name, { kind, items: new Map(own), fixed }];
      }),
    );
  }

  #readUndo(): UndoPoint | undefined {
    return this.#parts.documents.get(UNDO, UNDO)?.body as UndoPoint | undefined;
  }

  async #present(caller: ApiCaller, objects: BackupObjects): Promise<ReadonlyMap<string, Present>> {
    const present = new Map<string, Present>();
    for (const kind of this.#kinds) {
      if (!objects.has(kind.name)) continue;
      const found = await read(kind, caller);
      if (found) present.set(kind.name, found);
    }
    return present;
  }
}

/** What the document says about itself. */
export interface About {
  readonly created_at: string;
  readonly node: string;
  readonly version: string;
}

/** JSON or YAML. @throws BackupError */
function readDocument(text: string): { about: About; objects: Map<string, readonly BackupItem[]> } {
  if (text.trim() === '') throw new BackupError('this file is empty');
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 0, logLevel: 'error' });
  } catch (error) {
    throw new BackupError(`this is neither YAML nor JSON: ${(error as Error).message.split('\n')[0]}`);
  }
  const { tocsin_backup, created_at, node, version, objects } = (value ?? {}) as Record<string, unknown>;
  if (tocsin_backup !== FORMAT) {
    throw new BackupError(
      tocsin_backup === undefined
        ? 'this is not a backup of Tocsin: it has no tocsin_backup'
        : `this backup has the format ${String(tocsin_backup)}, and this version reads ${FORMAT}`,
    );
  }
  if (typeof objects !== 'object' || objects === null || Array.isArray(objects)) {
    throw new BackupError('objects is missing: it holds the things of the backup by their kinds');
  }
  const found = new Map<string, readonly BackupItem[]>();
  for (const [kind, items] of Object.entries(objects)) {
    const isList =
      Array.isArray(items) &&
      items.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item));
    if (!isList) throw new BackupError(`objects.${kind} is not a list of objects`);
    found.set(kind, items as BackupItem[]);
  }
  const text_ = (part: unknown) => (typeof part === 'string' ? part : '');
  return {
    about: { created_at: text_(created_at), node: text_(node), version: text_(version) },
    objects: found,
  };
}

/** Undefined: who asks may not read it. */
async function read(kind: BackupKind, caller: ApiCaller): Promise<Present | undefined> {
  try {
    const { items, fixed = [] } = await kind.read(caller);
    return {
      kind,
      items: new Map(items.map((item) => [kind.idOf(item), item])),
      fixed: new Set(fixed),
    };
  } catch (error) {
    if (error instanceof BackupRefusal && (error.status === 401 || error.status === 403)) return undefined;
    throw error;
  }
}

/** Some kinds give their things new ids: then the one that looks like it is meant. */
async function idHere(
  kind: BackupKind,
  caller: ApiCaller,
  added: BackupItem,
  id: string,
): Promise<BackupItem> {
  const present = await read(kind, caller);
  const own = present?.items.get(id);
  if (own || !('id' in added)) return own ?? added;
  const { id: _, ...meant } = added;
  const twin = [...(present?.items.values() ?? [])].find(({ id: __, ...one }) =>
    Object.entries(meant).every(([name, value]) => JSON.stringify(one[name]) === JSON.stringify(value)),
  );
  return twin ?? added;
}

async function attempt(
  kind: string,
  id: string,
  what: Exclude<Applied['what'], 'failed'>,
  run: () => Promise<void>,
): Promise<Applied> {
  try {
    await run();
    return { kind, id, what };
  } catch (error) {
    if (!(error instanceof BackupRefusal)) throw error;
    return { kind, id, what: 'failed', reason: error.message };
  }
}
