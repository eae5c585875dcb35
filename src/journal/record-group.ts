import type { EventId, RecordedEvent } from './recorded-event.ts';

/** An event that is to be recorded; its place is found when its group leaves. */
export type Draft = Omit<RecordedEvent, 'n'> & {
  /** The client registry has to know it, and the journal is not to keep it. */
  readonly isPassing: boolean;
};

/** Records in the form in which they go from one thread to the other at the least cost: memory that changes hands. */
export interface RecordGroup {
  /** UTF-8: for each record its columns, its client and its user, one after the other. */
  readonly text: Uint8Array;
  /** Where these end: three places for each record, -1 for a client or a user that it has not. */
  readonly ends: Float64Array;
  readonly at: Float64Array;
  readonly n: Float64Array;
  /** Of `names`. */
  readonly kind: Uint8Array;
  readonly names: readonly string[];
  /** 1 for those that only the client registry has to know. */
  readonly passing: Uint8Array;
}

const FIRST_SIZE = 128 * 1024;
/** Bytes of UTF-8 that one unit of a JavaScript string may take. */
const MOST_BYTES = 3;
const NONE = -1;

/**
 * A group that is being filled. Texts are written into memory of their own at once: thousands of strings that live until their
 * group leaves would keep the garbage collector of the thread that serves clients busy.
 */
export class GroupDraft {
  #text = Buffer.allocUnsafeSlow(FIRST_SIZE);
  #length = 0;
  readonly #ends: number[] = [];
  readonly #at: number[] = [];
  readonly #kind: number[] = [];
  readonly #names: string[] = [];
  readonly #passing: number[] = [];
  /** The records themselves, for those who follow; of the time since somebody does. */
  readonly #followed: Array<{ readonly index: number; readonly draft: Draft }> = [];

  get count(): number {
    return this.#at.length;
  }

  get bytes(): number {
    return this.#length;
  }

  /** When the first of them happened; 0 without any. */
  get from(): number {
    return this.#at[0] ?? 0;
  }

  add(draft: Draft, isFollowed: boolean): void {
    const { at, event, clientId, username, columns, isPassing } = draft;
    if (isFollowed && !isPassing) this.#followed.push({ index: this.count, draft });
    this.#reserve((columns.length + (clientId?.length ?? 0) + (username?.length ?? 0)) * MOST_BYTES);
    this.#at.push(at);
    let kind = this.#names.indexOf(event);
    if (kind < 0) kind = this.#names.push(event) - 1;
    this.#kind.push(kind);
    this.#passing.push(isPassing ? 1 : 0);
    this.#ends.push(this.#write(columns));
    this.#ends.push(clientId === undefined ? NONE : this.#write(clientId));
    this.#ends.push(username === undefined ? NONE : this.#write(username));
  }

  /** @param nextId the place of a record, asked for in their order */
  close(nextId: (at: number) => EventId): { group: RecordGroup; followed: RecordedEvent[] } {
    const at = new Float64Array(this.count);
    const n = new Float64Array(this.count);
    for (const [index, moment] of this.#at.entries()) {
      const id = nextId(moment);
      at[index] = id.at;
      n[index] = id.n;
    }
    const followed = this.#followed.map(({ index, draft: { isPassing, ...rest } }) => {
      return { ...rest, at: at[index] ?? 0, n: n[index] ?? 0 };
    });
    const group = {
      text: new Uint8Array(this.#text.buffer, 0, this.#length),
      ends: new Float64Array(this.#ends),
      at,
      n,
      kind: new Uint8Array(this.#kind),
      names: this.#names,
      passing: new Uint8Array(this.#passing),
    };
    return { group, followed };
  }

  #write(text: string): number {
    this.#length += this.#text.write(text, this.#length);
    return this.#length;
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#text.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#text.length));
    this.#text.copy(grown, 0, 0, this.#length);
    this.#text = grown;
  }
}

/** What a group holds, in its order. */
export function recordsOf({ text, ends, at, n, kind, names }: RecordGroup): RecordedEvent[] {
  const bytes = Buffer.from(text.buffer, text.byteOffset, text.length);
  let begin = 0;
  const read = (end: number): string | undefined => {
    if (end === NONE) return undefined;
    const part = bytes.toString('utf8', begin, end);
    begin = end;
    return part;
  };
  return Array.from(at, (moment, index) => {
    const columns = read(ends[index * 3] ?? NONE) ?? '';
    const clientId = read(ends[index * 3 + 1] ?? NONE);
    const username = read(ends[index * 3 + 2] ?? NONE);
    return {
      at: moment,
      n: n[index] ?? 0,
      event: names[kind[index] ?? 0] ?? '',
      clientId,
      username,
      columns,
    };
  });
}

/** The memory that changes hands. */
export function memoryOf({ text, ends, at, n, kind, passing }: RecordGroup): ArrayBuffer[] {
  return [text, ends, at, n, kind, passing].map(({ buffer }) => buffer as ArrayBuffer);
}
