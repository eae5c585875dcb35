import type { Clock } from '../../lib/clock.ts';
import type { Documents } from '../authentication/documents.ts';
import { type ApiCaller, type BackupItem, type BackupKind, BackupRefusal } from '../backup/backup-item.ts';
import { canonicalText } from '../backup/backup-plan.ts';
import { putItem } from '../backup/backups.ts';
import { faultOf, type ItemFault } from '../backup/item-fault.ts';
import type { KindReader } from '../backup/kind-schemas.ts';
import { withStoredSecrets } from '../backup/stored-secrets.ts';
import type { FileOwned, Owners } from './owners.ts';

/** An object as a file has it. */
export interface FileObject {
  readonly kind: string;
  readonly item: BackupItem;
  /** What messages call the file. */
  readonly file: string;
}

/** What keeps a set of objects from being taken over. */
export type FileProblem<Found extends FileObject = FileObject> =
  | { readonly what: 'fault'; readonly object: Found; readonly fault: ItemFault }
  /** Two files have it. */
  | { readonly what: 'double'; readonly object: Found; readonly id: string; readonly other: Found }
  /** Somebody made it in the dashboard or by the API. */
  | { readonly what: 'twoOwners'; readonly object: Found; readonly id: string }
  /** It stands in no file any more, and cannot be taken away. */
  | { readonly what: 'needed'; readonly owned: FileOwned; readonly reason: string };

/** Files of objects cannot be taken over; everything is as it was. */
export class FileObjectsError extends Error {
  override readonly name = 'FileObjectsError';
  readonly problems: readonly FileProblem[];

  constructor(problems: readonly FileProblem[]) {
    super(`${problems.length} objects of files cannot be used`);
    this.problems = problems;
  }
}

export interface FileObjectsParts {
  readonly owners: Owners;
  /** Without rules, whose engine knows those of files itself. */
  readonly kinds: readonly BackupKind[];
  readonly rulesKind: BackupKind;
  readonly documents: Documents;
  readonly reader: Pick<KindReader, 'read'>;
  readonly caller: ApiCaller;
  readonly clock: Pick<Clock, 'now'>;
}

/** Others may name them, and they cannot be taken away then. */
const NEEDED: ReadonlySet<string> = new Set(['schemas', 'connectors', 'actions', 'sources']);

/** Of those whose making waits for the network. */
const MOST_AT_ONCE = 16;

/** The rules of files, whose engine has them. */
export interface FileRulesChange {
  /** @returns the way back */
  replace(): () => Promise<void>;
  /** Those of them that use an action, or hear a source, from then on: `http:tell`. */
  using(kind: 'actions' | 'sources', id: string): readonly string[];
}

interface Wanted {
  readonly kind: BackupKind;
  readonly id: string;
  readonly object: FileObject;
}

/** What has been done, and how it is taken back. */
type Undo = () => Promise<void>;

/** Takes what files have over by the same port as backups: all of it, or nothing. */
export class FileObjects {
  readonly #parts: FileObjectsParts;

  constructor(parts: FileObjectsParts) {
    this.#parts = parts;
  }

  /** One that is here, with its secrets, as it would be written: without what is its default anyway. */
  async find(kindName: string, id: string): Promise<BackupItem | undefined> {
    const { kinds, rulesKind, caller, reader, documents } = this.#parts;
    const kind = [...kinds, rulesKind].find(({ name }) => name === kindName);
    const items = (await kind?.read(caller, { secrets: false }))?.items ?? [];
    const item = items.find((one) => kind?.idOf(one) === id);
    return item && withoutDefaults(kindName, withStoredSecrets(documents, kindName, item), reader);
  }

  fileOf(kind: string, id: string): string | undefined {
    return this.#parts.owners.fileOf(kind, id);
  }

  /** A file has it from now on, as it is. @returns the way back */
  own(owned: FileOwned): () => void {
    this.#parts.owners.put(owned);
    return () => this.#parts.owners.release(owned.kind, owned.id);
  }

  /**
   * The objects of files are these from now on: what is new is made, what is other than before changed, and what no file
   * has any more taken away.
   * @param rules are replaced when all are there that they may name, and none of the old ones is gone yet
   * @returns how many were made, changed and taken away
   * @throws FileObjectsError, and whatever `rules` throws: everything is as it was then
   */
  async replace(objects: readonly FileObject[], rules: FileRulesChange): Promise<number> {
    const wanted = this.#wanted(objects);
    const present = await this.#present(wanted);
    this.#refuseOthers(wanted, present);
    const gone = this.#gone(wanted);
    await this.#refuseNeeded(gone, rules);
    const undo: Undo[] = [];
    try {
      for (const [kind, ofKind] of Map.groupBy(wanted, (one) => one.kind)) {
        await inTurns(ofKind, kind.isSlow ? MOST_AT_ONCE : 1, async (one) => {
          const step = await this.#put(one, present.get(kind.name)?.get(one.id));
          if (step) undo.push(step);
        });
      }
      undo.push(rules.replace());
      for (const owned of gone) undo.push(await this.#remove(owned));
    } catch (error) {
      for (const step of undo.toReversed()) await step();
      throw error;
    }
    // A file may have another name and the same content.
    for (const { kind, id, object } of wanted) {
      const owned = this.#parts.owners.get(kind.name, id);
      if (owned && owned.file !== object.file) this.#parts.owners.put({ ...owned, file: object.file });
    }
    return undo.length - 1;
  }

  /** In the order in which they are made. @throws FileObjectsError */
  #wanted(objects: readonly FileObject[]): Wanted[] {
    const { kinds, reader } = this.#parts;
    const problems: FileProblem[] = [];
    const seen = new Map<string, FileObject>();
    const byKind = Map.groupBy(objects, ({ kind }) => kind);
    const wanted: Wanted[] = [];
    for (const kind of kinds) {
      for (const object of byKind.get(kind.name) ?? []) {
        const read = reader.read(kind.name, object.item);
        if ('fault' in read) {
          problems.push({ what: 'fault', object, fault: read.fault });
          continue;
        }
        const id = kind.idOf(object.item);
        const other = seen.get(`${kind.name}\n${id}`);
        if (other) problems.push({ what: 'double', object, id, other });
        seen.set(`${kind.name}\n${id}`, object);
        wanted.push({ kind, id, object });
      }
    }
    if (problems.length > 0) throw new FileObjectsError(problems);
    return wanted;
  }

  /** What there is of the kinds, by name and id. */
  async #present(wanted: readonly Wanted[]): Promise<Map<string, Map<string, BackupItem>>> {
    const present = new Map<string, Map<string, BackupItem>>();
    for (const kind of new Set(wanted.map((one) => one.kind))) {
      const { items } = await kind.read(this.#parts.caller, { secrets: false });
      present.set(kind.name, new Map(items.map((item) => [kind.idOf(item), item])));
    }
    return present;
  }

  /** @throws FileObjectsError for those that the dashboard has */
  #refuseOthers(
    wanted: readonly Wanted[],
    present: ReadonlyMap<string, ReadonlyMap<string, BackupItem>>,
  ): void {
    const problems = wanted
      // Settings of which there is one are always there.
      .filter(({ kind, id }) => kind.remove && present.get(kind.name)?.has(id))
      .filter(({ kind, id }) => !this.#parts.owners.get(kind.name, id))
      .map(({ id, object }): FileProblem => ({ what: 'twoOwners', object, id }));
    if (problems.length > 0) throw new FileObjectsError(problems);
  }

  /** Found out before anything is touched: the alerts of a rule that was taken away do not come back with it. */
  async #refuseNeeded(gone: readonly FileOwned[], rules: FileRulesChange): Promise<void> {
    const names = new Set(gone.map(({ kind, id }) => `${kind}\n${id}`));
    const problems: FileProblem[] = [];
    for (const owned of gone) {
      const { kind, id } = owned;
      if (kind !== 'connectors' && kind !== 'actions' && kind !== 'sources') continue;
      const shown = await this.#parts.caller.get(`/${kind}/${encodeURIComponent(id)}`);
      const {
        rules: users = [],
        actions = [],
        sources = [],
      } = (shown ?? {}) as Readonly<Record<string, readonly string[]>>;
      const [type = ''] = id.split(':');
      const left =
        kind === 'connectors'
          ? [
              ...actions.map((name) => ['actions', `${type}:${name}`] as const),
              ...sources.map((name) => ['sources', `${type}:${name}`] as const),
            ].filter(([of, one]) => !names.has(`${of}\n${one}`))
          : [
              ...users.filter((one) => this.#parts.owners.fileOf('rules', one) === undefined),
              ...rules.using(kind, id),
            ].map((one) => ['rules', one] as const);
      if (left.length === 0) continue;
      const reason = `it is used by ${left.map((one) => one.join('/')).join(', ')}`;
      problems.push({ what: 'needed', owned, reason });
    }
    if (problems.length > 0) throw new FileObjectsError(problems);
  }

  /** Undefined: it is so already. */
  async #put({ kind, id, object }: Wanted, present: BackupItem | undefined): Promise<Undo | undefined> {
    const { owners, caller, clock } = this.#parts;
    const former = owners.get(kind.name, id);
    const isSame = former && canonicalText(former.item) === canonicalText(object.item);
    if (isSame && (present || isOver(object.item, clock.now()))) return undefined;
    try {
      await putItem(kind, caller, object.item, present);
    } catch (error) {
      if (!(error instanceof BackupRefusal)) throw error;
      throw new FileObjectsError([{ what: 'fault', object, fault: faultOf(error.message) }]);
    }
    owners.put({ kind: kind.name, id, file: object.file, item: object.item });
    return async () => {
      if (former) {
        owners.put(former);
        await attempt(() => putItem(kind, caller, former.item, object.item));
      } else {
        owners.release(kind.name, id);
        if (kind.remove) await attempt(async () => kind.remove?.(caller, object.item));
        else if (present) await attempt(() => putItem(kind, caller, present, present));
      }
    };
  }

  /** What needs others comes before them, and what may be needed before the rest: nothing else is touched when it is. */
  #gone(wanted: readonly Wanted[]): FileOwned[] {
    const { kinds, owners } = this.#parts;
    const names = new Set(wanted.map(({ kind, id }) => `${kind.name}\n${id}`));
    const [needed, others] = [true, false].map((isNeeded) =>
      kinds.filter(({ name }) => NEEDED.has(name) === isNeeded).toReversed(),
    );
    return [...(needed ?? []), ...(others ?? [])].flatMap(({ name }) =>
      owners.of(name).filter(({ id }) => !names.has(`${name}\n${id}`)),
    );
  }

  async #remove(owned: FileOwned): Promise<Undo> {
    const { kinds, owners, caller } = this.#parts;
    const kind = kinds.find(({ name }) => name === owned.kind);
    if (kind?.remove) {
      try {
        await kind.remove(caller, owned.item);
      } catch (error) {
        if (!(error instanceof BackupRefusal)) throw error;
        if (error.status !== 404)
          throw new FileObjectsError([{ what: 'needed', owned, reason: faultOf(error.message).reason }]);
      }
    }
    owners.release(owned.kind, owned.id);
    return async () => {
      owners.put(owned);
      if (kind) await attempt(() => putItem(kind, caller, owned.item, undefined));
    };
  }
}

function withoutDefaults(kind: string, item: BackupItem, reader: Pick<KindReader, 'read'>): BackupItem {
  const written = (one: BackupItem): string | undefined => {
    const read = reader.read(kind, one);
    return 'item' in read ? canonicalText(read.item) : undefined;
  };
  const whole = written(item);
  if (whole === undefined) return item;
  let short = item;
  for (const name of Object.keys(item)) {
    const { [name]: _left, ...rest } = short;
    if (written(rest) === whole) short = rest;
  }
  return short;
}

/** A silence that has run out is not there any more, and nothing is to be made of it. */
function isOver({ ends_at: end }: BackupItem, now: number): boolean {
  return (typeof end === 'number' ? end : Date.parse(String(end))) < now;
}

/** So many at once; the first failure is thrown when those that have begun are done. */
async function inTurns<Item>(
  items: readonly Item[],
  most: number,
  run: (item: Item) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < items.length; start += most) {
    const results = await Promise.allSettled(items.slice(start, start + most).map(run));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }
}

/** The way back goes on when a step of it cannot be done. */
async function attempt(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof BackupRefusal)) throw error;
  }
}
