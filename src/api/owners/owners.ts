import type { Documents } from '../authentication/documents.ts';
import type { BackupItem } from '../backup/backup-item.ts';

const KIND = 'file_object';

/** Something that a file has, as it was last taken over from there. */
export interface FileOwned {
  readonly kind: string;
  readonly id: string;
  /** What messages call the file. */
  readonly file: string;
  /** As it is written there: references stay references. */
  readonly item: BackupItem;
}

/** Where the files of rules are known, which nothing stores. */
type FileOfRule = (id: string) => string | undefined;

/**
 * Which objects files have. Everything else is the dashboard's and the API's. It is stored, so that a start knows whose an
 * object was whose file went away meanwhile.
 */
export class Owners {
  readonly #documents: Documents;
  readonly #fileOfRule: FileOfRule;
  readonly #owned = new Map<string, Map<string, FileOwned>>();

  constructor(documents: Documents, fileOfRule: FileOfRule) {
    this.#documents = documents;
    this.#fileOfRule = fileOfRule;
    for (const { body } of documents.list(KIND)) this.#remember(body as FileOwned);
  }

  /** Undefined: no file has it. */
  fileOf(kind: string, id: string): string | undefined {
    return kind === 'rules' ? this.#fileOfRule(id) : this.#owned.get(kind)?.get(id)?.file;
  }

  get(kind: string, id: string): FileOwned | undefined {
    return this.#owned.get(kind)?.get(id);
  }

  /** Without rules. */
  of(kind: string): readonly FileOwned[] {
    return [...(this.#owned.get(kind)?.values() ?? [])];
  }

  put(owned: FileOwned): void {
    this.#documents.put(KIND, `${owned.kind}/${owned.id}`, owned);
    this.#remember(owned);
  }

  release(kind: string, id: string): void {
    this.#documents.delete(KIND, `${kind}/${id}`);
    this.#owned.get(kind)?.delete(id);
  }

  #remember(owned: FileOwned): void {
    const ofKind = this.#owned.get(owned.kind) ?? new Map<string, FileOwned>();
    ofKind.set(owned.id, owned);
    this.#owned.set(owned.kind, ofKind);
  }
}
