/** Bytes; longer ones would push out the text, and stand below each other so that some of them stay. */
const LONGEST_ROW = 1000;

/** Links side by side, as the buttons of a card are. */
export function linkRow(links: readonly string[]): readonly string[] {
  const row = links.join('  ');
  return links.length > 1 && Buffer.byteLength(row) <= LONGEST_ROW ? [row] : links;
}
