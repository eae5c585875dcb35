import type { RecordedEvent } from '../../journal/door.ts';
import { type Row, toJsonText } from '../../sql/door.ts';

/** Characters of one row, and of all rows at either end, that are kept. */
const LONGEST_ROW = 64 * 1024;
const MOST_CHARACTERS = 1024 * 1024;

/** A row, and the event that it was made of. */
export interface KeptRow {
  readonly at: number;
  readonly n: number;
  readonly clientId: string | undefined;
  /** JSON; undefined when there was no room for it. */
  readonly row: string | undefined;
}

/** A row that may be one of the last: its text is made when it is known to be. */
interface LateRow {
  readonly record: RecordedEvent;
  readonly row: Row;
}

/** The first rows and the last ones, in bounded room. */
export class KeptRows {
  readonly #most: number;
  readonly #first: KeptRow[] = [];
  readonly #last: KeptRow[] = [];
  readonly #late: LateRow[] = [];
  #firstCharacters = 0;
  #lastCharacters = 0;
  /** All rows, those that are not kept as well. */
  count = 0;

  /** @param most rows at either end */
  constructor(most: number) {
    this.#most = most;
  }

  add(record: RecordedEvent, rows: readonly Row[]): void {
    for (const [index, row] of rows.entries()) {
      this.count++;
      if (this.#first.length < this.#most) this.#addFirst(record, row);
      else if (index >= rows.length - this.#most) this.#late.push({ record, row });
    }
    if (this.#late.length > 2 * this.#most) this.#late.splice(0, this.#late.length - this.#most);
  }

  /** To be called now and then: until then it holds on to the events of its last rows. */
  settle(): void {
    const late = this.#late.splice(0).slice(-this.#most);
    for (const { record, row } of late) this.#addLast(record, row);
  }

  read(): readonly KeptRow[] {
    this.settle();
    return [...this.#first, ...this.#last];
  }

  /** Rows between those that are kept. */
  get omitted(): number {
    this.settle();
    return this.count - this.#first.length - this.#last.length;
  }

  #addFirst(record: RecordedEvent, row: Row): void {
    const text = textOf(row, MOST_CHARACTERS - this.#firstCharacters);
    this.#firstCharacters += text?.length ?? 0;
    this.#first.push(keptRow(record, text));
  }

  #addLast(record: RecordedEvent, row: Row): void {
    const text = textOf(row, MOST_CHARACTERS);
    this.#lastCharacters += text?.length ?? 0;
    this.#last.push(keptRow(record, text));
    while (this.#last.length > this.#most || this.#lastCharacters > MOST_CHARACTERS) {
      this.#lastCharacters -= this.#last.shift()?.row?.length ?? 0;
    }
  }
}

function keptRow({ at, n, clientId }: RecordedEvent, row: string | undefined): KeptRow {
  return { at, n, clientId, row };
}

/** Undefined when it is longer than there is room, or folds into a text beyond all bounds. */
function textOf(row: Row, room: number): string | undefined {
  try {
    const text = toJsonText(row);
    return text.length > Math.min(room, LONGEST_ROW) ? undefined : text;
  } catch {
    return undefined;
  }
}
