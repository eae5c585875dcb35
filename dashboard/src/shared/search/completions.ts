/** A word that a search understands. */
export interface SearchKey {
  /** As it is written: `user:`, `offline>`, or `flapping`, which takes no value. */
  readonly word: string;
  readonly meaning: string;
  /** Values that are proposed. */
  readonly values?: readonly (string | { readonly value: string; readonly meaning: string })[];
}

export interface Completion {
  /** What the word becomes. */
  readonly word: string;
  readonly meaning: string | undefined;
  /** Nothing has to be added. */
  readonly isWhole: boolean;
}

const MOST = 12;

/** @param word what is being written, perhaps with a `-` before it */
export function completionsOf(word: string, keys: readonly SearchKey[]): Completion[] {
  const sign = word.startsWith('-') ? '-' : '';
  const plain = word.slice(sign.length);
  const key = keys.find(({ word: start }) => !isFlag(start) && plain.startsWith(start));
  if (!key) {
    return keys
      .filter(({ word: start }) => start.startsWith(plain.toLowerCase()) && start !== plain)
      .map(({ word: start, meaning }) => ({ word: sign + start, meaning, isWhole: isFlag(start) }));
  }
  const part = plain.slice(key.word.length).toLowerCase();
  const values = (key.values ?? []).map((one) => (typeof one === 'string' ? { value: one } : one));
  return values
    .filter(({ value }) => value.toLowerCase().includes(part) && value.toLowerCase() !== part)
    .slice(0, MOST)
    .map((one) => ({
      word: sign + key.word + one.value,
      meaning: 'meaning' in one ? one.meaning : undefined,
      isWhole: true,
    }));
}

function isFlag(word: string): boolean {
  return /^[\w.]+$/.test(word) && !word.endsWith('.');
}
