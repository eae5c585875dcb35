/** One thing that can be found and done. */
export interface PaletteEntry {
  readonly id: string;
  readonly group: 'pages' | 'actions' | 'clients' | 'rules' | 'alerts';
  readonly label: string;
  /** In the other language, and by other names: it is found by these too. */
  readonly also?: string;
  /** What stands at its right: where it is, how it is. */
  readonly note?: string;
  /** Keys that do the same. */
  readonly keys?: string;
  /** It comes from a device: in its own direction, in the type of ids. */
  readonly isDeviceText?: boolean;
  run(): void;
}

/** Those that have all words of the text, best first: those that begin with it, then those of whose words one does. */
export function matching(entries: readonly PaletteEntry[], text: string): PaletteEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...entries];
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry, words) }))
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => b.rank - a.rank)
    .map(({ entry }) => entry);
}

function rankOf({ label, also = '', note = '' }: PaletteEntry, words: readonly string[]): number {
  const text = `${label} ${also} ${note}`.toLowerCase();
  if (!words.every((word) => text.includes(word))) return 0;
  const [first = ''] = words;
  if (label.toLowerCase().startsWith(first)) return 3;
  return ` ${text}`.includes(` ${first}`) ? 2 : 1;
}
