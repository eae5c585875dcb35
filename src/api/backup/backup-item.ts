/** One configured thing as the document has it: what its GET answers, without what says how it does. */
export type BackupItem = Readonly<Record<string, unknown>>;

/** How the API is asked for the rest of it: as who called, so that nobody can do by a backup what they may not do. */
export interface ApiCaller {
  /** Undefined when there is no such thing. @throws BackupRefusal */
  get(path: string): Promise<unknown>;
  /** @throws BackupRefusal */
  send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<void>;
}

/** What the API said to one of the calls. */
export class BackupRefusal extends Error {
  override readonly name = 'BackupRefusal';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What is to be read besides. */
export interface BackupReading {
  /** What is kept of passwords, too, which no answer of the API has. */
  readonly secrets: boolean;
}

/**
 * A kind of things, and how each of them is read, made, changed and taken away: the one port by which backups, files of
 * objects, `tocsin plan` and `tocsin apply` come to it.
 */
export interface BackupKind {
  /** Its member in the document: `connectors`. */
  readonly name: string;
  /** What may not be changed here, because a file has it, is in `fixed`. */
  read(
    caller: ApiCaller,
    reading: BackupReading,
  ): Promise<{ readonly items: readonly BackupItem[]; readonly fixed?: readonly string[] }>;
  idOf(item: BackupItem): string;
  /** @param before undefined: there is none yet */
  put(caller: ApiCaller, item: BackupItem, before: BackupItem | undefined): Promise<void>;
  /** Where their order counts: makes it that of the document, when some of them were added. */
  arrange?(caller: ApiCaller, ids: readonly string[]): Promise<void>;
  /** Absent where it is always there: settings of which there is one. */
  remove?(caller: ApiCaller, item: BackupItem): Promise<void>;
  /** Why one that is not there cannot be made from a document; undefined: it can. */
  cannotAdd?(item: BackupItem): 'needs_password' | 'unknown_here' | undefined;
  /** `${env:NAME}` and `${file:path}` are read when it is put, because nothing else reads them. */
  readonly readsReferences?: boolean;
  /** To put one waits for another host. */
  readonly isSlow?: boolean;
}
