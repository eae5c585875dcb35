import { setImmediate as nextTurn } from 'node:timers/promises';
import { readReference } from '../../lib/secrets/read-reference.ts';
import { holdsReference, readReferences } from '../../lib/secrets/references.ts';
import { mapTexts } from '../../lib/secrets.ts';
import type { Documents } from '../authentication/documents.ts';
import type { Identity } from '../authentication/identity.ts';
import { finishInSlices } from '../in-slices.ts';
import type { Owners } from '../owners/owners.ts';
import type { ApiParts } from '../parts.ts';
import {
  type About,
  type BackupDocument,
  FORMAT,
  type ReadDocument,
  readDocument,
} from './backup-document.ts';
import { type ApiCaller, type BackupItem, type BackupKind, BackupRefusal } from './backup-item.ts';
import { BACKUP_KINDS, RETAINED } from './backup-kinds.ts';
import { type PlanEntry, type Present, planOf } from './backup-plan.ts';
import { KindReader } from './kind-schemas.ts';
import { mqttUsersKind } from './mqtt-users-kind.ts';
import { openSecrets, type Secret, sealSecrets, secretsBetween, withSecrets } from './sealed-secrets.ts';
import { withStoredSecrets } from './stored-secrets.ts';
import { usersKind } from './users-kind.ts';

const UNDO = 'import_undo';

/** A document and how it is to be read. */
export interface Import {
  readonly text: string;
  /** Opens its secrets; without it they are left out. */
  readonly passphrase?: string | undefined;
  /** Whether what is here and not in it goes, of the kinds that it names. */
  readonly prune: boolean;
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
  readonly isRemoved?: boolean;
}

export interface BackupParts
  extends Pick<ApiParts, 'actions' | 'authenticators' | 'clock' | 'node' | 'version'> {
  readonly documents: Documents;
  readonly identity: Pick<Identity, 'users' | 'tokens'>;
  readonly owners: Pick<Owners, 'of'>;
}

/** In the order in which they are made. */
export function backupKinds(parts: Pick<BackupParts, 'authenticators' | 'identity'>): readonly BackupKind[] {
  const after = BACKUP_KINDS.findIndex(({ name }) => name === 'authenticators') + 1;
  return [
    ...BACKUP_KINDS.slice(0, after),
    mqttUsersKind(parts),
    ...BACKUP_KINDS.slice(after),
    usersKind(parts.identity),
    RETAINED,
  ];
}

/** What is put, with what references in it stand for where nobody else reads them. @throws BackupRefusal */
export function putItem(
  kind: BackupKind,
  caller: ApiCaller,
  item: BackupItem,
  before: BackupItem | undefined,
): Promise<void> {
  if (!kind.readsReferences) return kind.put(caller, item, before);
  let read: BackupItem;
  try {
    read = mapTexts(item, (text) =>
      holdsReference(text) ? readReferences(text, readReference) : text,
    ) as BackupItem;
  } catch (error) {
    throw new BackupRefusal(400, (error as Error).message);
  }
  return kind.put(caller, read, before);
}

/** Everything that is configured as one document, and the way back. */
export class Backups {
  readonly #parts: BackupParts;
  readonly #kinds: readonly BackupKind[];
  readonly #reader: KindReader;

  constructor(parts: BackupParts) {
    this.#parts = parts;
    this.#kinds = backupKinds(parts);
    this.#reader = new KindReader(parts);
  }

  /**
   * @param isWanted by the names of kinds
   * @param passphrase with it the secrets are in the document, sealed
   * @param hasHistory whether alerts that are over follow behind it
   */
  async make(
    caller: ApiCaller,
    isWanted: (kind: string) => boolean,
    passphrase?: string,
    hasHistory = false,
  ): Promise<BackupDocument> {
    const { clock, node, version, documents } = this.#parts;
    const leftOut: string[] = [];
    const objects: Record<string, readonly BackupItem[]> = {};
    const secrets: Secret[] = [];
    for (const kind of this.#kinds) {
      if (!isWanted(kind.name)) continue;
      const present = await this.#read(kind, caller);
      if (!present) leftOut.push(kind.name);
      else if (present.items.size > 0) objects[kind.name] = [...present.items.values()];
      if (!present || passphrase === undefined) continue;
      const whole = await this.#read(kind, caller, true);
      for (const [id, item] of present.items) {
        const full = withStoredSecrets(documents, kind.name, whole?.items.get(id) ?? item);
        secrets.push(...secretsBetween(kind.name, id, full, item));
      }
    }
    return {
      tocsin_backup: FORMAT,
      created_at: new Date(clock.now()).toISOString(),
      node,
      version,
      contains_secrets: passphrase === undefined ? 'none' : 'sealed',
      contains_password_hashes: objects.mqtt_users !== undefined,
      contains_history: hasHistory,
      left_out: leftOut,
      objects,
      ...(passphrase !== undefined && { secrets: await sealSecrets(secrets, passphrase) }),
    };
  }

  /** @throws BackupError */
  async plan(caller: ApiCaller, document: Import): Promise<{ about: About; entries: PlanEntry[] }> {
    const { about, objects } = await this.#open(document);
    const present = await this.#present(caller, objects);
    return { about, entries: await this.#planOf(objects, present, document.prune) };
  }

  /** @param objects by their kinds, with their secrets */
  async planObjects(caller: ApiCaller, objects: BackupObjects): Promise<PlanEntry[]> {
    return this.#planOf(objects, await this.#present(caller, objects), false);
  }

  /**
   * Does what the plan says, for those that are chosen, in the order in which they need each other. What cannot be done
   * is told and stops nothing else. What was before is kept for `undo`.
   * @param chosen undefined: all that is added, changed or removed
   * @throws BackupError
   */
  async apply(
    caller: ApiCaller,
    document: Import,
    chosen: Chosen | undefined,
    by: string,
  ): Promise<Applied[]> {
    const { objects } = await this.#open(document);
    return this.#apply(caller, objects, document.prune, chosen, by);
  }

  /** All of them, as `planObjects` says. */
  async applyObjects(caller: ApiCaller, objects: BackupObjects, by: string): Promise<Applied[]> {
    return this.#apply(caller, objects, false, undefined, by);
  }

  async #apply(
    caller: ApiCaller,
    objects: BackupObjects,
    prune: boolean,
    chosen: Chosen | undefined,
    by: string,
  ): Promise<Applied[]> {
    const present = await this.#present(caller, objects);
    const wanted = chosen && new Set(chosen.map(({ kind, id }) => `${kind}\n${id}`));
    const plan = new Map(
      (await this.#planOf(objects, present, prune))
        .filter(({ kind, id }) => wanted?.has(`${kind}\n${id}`) !== false)
        .map((entry) => [`${entry.kind}\n${entry.id}`, entry]),
    );
    const steps: UndoStep[] = [];
    const applied: Applied[] = [];
    for (const kind of this.#kinds) {
      const items = objects.get(kind.name) ?? [];
      for (const item of items) {
        const id = kind.idOf(item);
        const { what } = plan.get(`${kind.name}\n${id}`) ?? {};
        if (what !== 'add' && what !== 'change') continue;
        const before = present.get(kind.name)?.items.get(id);
        steps.push(this.#undoStep(kind.name, id, item, before));
        applied.push(
          await attempt(kind.name, id, before ? 'changed' : 'added', () =>
            putItem(kind, caller, item, before),
          ),
        );
      }
      if (kind.arrange && applied.some((one) => one.kind === kind.name && one.what === 'added'))
        await kind.arrange(caller, items.map(kind.idOf));
    }
    // What needs others goes before them.
    for (const kind of this.#kinds.toReversed()) {
      for (const [id, item] of present.get(kind.name)?.items ?? []) {
        if (plan.get(`${kind.name}\n${id}`)?.what !== 'remove') continue;
        const before = withStoredSecrets(this.#parts.documents, kind.name, item);
        steps.push({ kind: kind.name, id, before, isRemoved: true });
        applied.push(await attempt(kind.name, id, 'removed', async () => kind.remove?.(caller, item)));
      }
    }
    this.#keepUndo(steps, applied, by);
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
    for (const { kind: name, id, before, added, isRemoved } of point.steps.toReversed()) {
      const kind = this.#kinds.find((one) => one.name === name);
      if (!kind) continue;
      if (before) {
        applied.push(
          await attempt(name, id, isRemoved ? 'added' : 'changed', () =>
            kind.put(caller, before, isRemoved ? undefined : before),
          ),
        );
      } else if (added && kind.remove) {
        applied.push(await attempt(name, id, 'removed', async () => kind.remove?.(caller, added)));
      }
    }
    this.#parts.documents.delete(UNDO, UNDO);
    return applied;
  }

  /** The document with its secrets, if they can be opened. @throws BackupError */
  async #open({ text, passphrase }: Import): Promise<ReadDocument> {
    const document = await readDocument(text);
    if (passphrase === undefined || document.secrets === undefined) return document;
    const secrets = Map.groupBy(
      await openSecrets(document.secrets, passphrase),
      ({ kind, id }) => `${kind}\n${id}`,
    );
    const kinds = new Map(this.#kinds.map((kind) => [kind.name, kind]));
    const objects = [...document.objects].map(([name, items]): [string, readonly BackupItem[]] => [
      name,
      items.map((item) => withSecrets(item, secrets.get(`${name}\n${kinds.get(name)?.idOf(item)}`) ?? [])),
    ]);
    return { ...document, objects: new Map(objects) };
  }

  #planOf(
    objects: ReadonlyMap<string, readonly BackupItem[]>,
    present: ReadonlyMap<string, Present>,
    prune: boolean,
  ): Promise<PlanEntry[]> {
    const steps = planOf(objects, present, {
      idOf: (name, item) => this.#kinds.find((kind) => kind.name === name)?.idOf(item),
      prune,
      written: (kind, item) => {
        const written = this.#reader.read(kind, item);
        return 'item' in written ? written.item : item;
      },
      unmasked: (kind, item) => withStoredSecrets(this.#parts.documents, kind, item),
    });
    return finishInSlices(steps);
  }

  #undoStep(kind: string, id: string, item: BackupItem, before: BackupItem | undefined): UndoStep {
    if (!before) return { kind, id, added: item };
    return { kind, id, before: withStoredSecrets(this.#parts.documents, kind, before) };
  }

  #keepUndo(steps: readonly UndoStep[], applied: readonly Applied[], by: string): void {
    const done = new Set(
      applied.filter(({ what }) => what !== 'failed').map(({ kind, id }) => `${kind}\n${id}`),
    );
    const point: UndoPoint = {
      at: this.#parts.clock.now(),
      by,
      steps: steps.filter(({ kind, id }) => done.has(`${kind}\n${id}`)),
    };
    if (point.steps.length > 0) this.#parts.documents.put(UNDO, UNDO, point);
  }

  #readUndo(): UndoPoint | undefined {
    return this.#parts.documents.get(UNDO, UNDO)?.body as UndoPoint | undefined;
  }

  async #present(caller: ApiCaller, objects: BackupObjects): Promise<ReadonlyMap<string, Present>> {
    const present = new Map<string, Present>();
    for (const kind of this.#kinds) {
      if (!objects.has(kind.name)) continue;
      const found = await this.#read(kind, caller);
      if (found) present.set(kind.name, found);
    }
    return present;
  }

  /** Undefined: who asks may not read it. */
  async #read(kind: BackupKind, caller: ApiCaller, secrets = false): Promise<Present | undefined> {
    try {
      const { items, fixed = [] } = await kind.read(caller, { secrets });
      return {
        kind,
        items: new Map(items.map((item) => [kind.idOf(item), item])),
        fixed: new Set([...fixed, ...this.#parts.owners.of(kind.name).map(({ id }) => id)]),
      };
    } catch (error) {
      if (error instanceof BackupRefusal && (error.status === 401 || error.status === 403)) return undefined;
      throw error;
    }
  }
}

async function attempt(
  kind: string,
  id: string,
  what: Exclude<Applied['what'], 'failed'>,
  run: () => Promise<void>,
): Promise<Applied> {
  try {
    // Those that ask nobody outside this turn of the event loop would keep MQTT clients waiting, all of them together.
    await nextTurn();
    await run();
    return { kind, id, what };
  } catch (error) {
    if (!(error instanceof BackupRefusal)) throw error;
    return { kind, id, what: 'failed', reason: error.message };
  }
}
