/** Longer lines are cut around the place, so that a statement in one long line stays readable. */
const WIDTH = 100;

/** The line of a place, with carets below it. @param column of the place, from 1 */
export function pointAt(
  text: string,
  span: { readonly start: number; readonly end: number },
  column: number,
): string {
  const lineStart = span.start - (column - 1);
  const lineBreak = text.indexOf('\n', lineStart);
  const line = text.slice(lineStart, lineBreak === -1 ? text.length : lineBreak).trimEnd();
  const cut = Math.max(0, Math.min(column - 1 - WIDTH / 2, line.length - WIDTH));
  const shown = line.slice(cut, cut + WIDTH);
  const indent = shown.slice(0, column - 1 - cut).replace(/[^\t]/g, blankFor);
  const longest = Math.max(1, shown.length - (column - 1 - cut));
  const carets = Math.max(1, Math.min(span.end - span.start, longest));
  return `  ${shown}\n  ${indent.padEnd(column - 1 - cut)}${'^'.repeat(carets)}`;
}

/** Chinese characters are twice as wide as a blank where widths are fixed; the ideographic space is so too. */
function blankFor(character: string): string {
  return /[\u3000-\u9fff\uac00-\ud7a3\uff01-\uff60]/.test(character) ? '\u3000' : ' ';
}
