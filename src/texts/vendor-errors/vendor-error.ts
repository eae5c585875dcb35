import type { Language } from '../cut-notes.ts';

/** What an answer means for the person who set the channel up. */
export interface Explanation {
  /** What happened, as one sentence. */
  readonly sentence: string;
  /** The one thing to do. */
  readonly fix: string;
}

export type Translated = Readonly<Record<Language, Explanation>>;

/** One row of a vendor's table; the first that fits is taken. */
export interface VendorError extends Translated {
  /** The vendor's codes, or HTTP statuses where it has none. Absent: whatever the code, the text decides. */
  readonly codes?: readonly string[];
  /** One code may mean several things: it must say this as well. */
  readonly says?: RegExp;
}
