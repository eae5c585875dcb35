import { LONGEST_CLUSTERED_TEXT } from '../../limits.ts';
import { SqlRuntimeError } from '../../sql-error.ts';

/** Texts of these characters have one cluster per UTF-16 unit: no CR LF, no combining marks, no surrogates. */
const plain =
  /^[\t\n\x20-\x7e\u00a0-\u02ff\u3000-\u3029\u3041-\u3096\u30a0-\u30fa\u4e00-\u9fff\uff01-\uff9d]*$/;

/** Made for the first text that needs it: that takes some 10 ms, and most texts are plain. */
let segmenter: Intl.Segmenter | undefined;

/** What a reader counts as the characters of a text. @throws SqlRuntimeError for a text that would take too long */
export function graphemesOf(text: string): ArrayLike<string> & { readonly length: number } {
  if (plain.test(text)) return text;
  if (text.length > LONGEST_CLUSTERED_TEXT) {
    throw new SqlRuntimeError({ code: 'clusteredTooLong', limit: LONGEST_CLUSTERED_TEXT });
  }
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** The clusters from one to before another, as text again. */
export function slice(text: string, start: number, end = Infinity): string {
  const clusters = graphemesOf(text);
  return typeof clusters === 'string'
    ? clusters.slice(start, end)
    : Array.prototype.slice.call(clusters, start, end).join('');
}
