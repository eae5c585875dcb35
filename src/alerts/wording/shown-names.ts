import { oneLine, withoutControls } from '../../delivery/door.ts';
import type { AlertTexts } from '../../texts/alert-texts.ts';

/** In code points: what comes from devices has no bound of its own. */
const LONGEST_NAME = 64;

/** Of a title that somebody wrote. */
const LONGEST_TITLE = 120;

/** A name in one line of 64 characters at most. Each channel escapes it in its own markup. */
export function shownName(name: string, texts: AlertTexts): string {
  return shortened(name, LONGEST_NAME) || texts.blank;
}

export function shownTitle(title: string): string {
  return shortened(title, LONGEST_TITLE);
}

/** Marks without a width of their own, of which a whole name may consist. */
const INVISIBLE = /^[\p{Cf}\p{Zs}\p{M}\u3164\uffa0\u2800]*$/u;

function shortened(text: string, limit: number): string {
  // What is cut off need not be read: a name may have 64 KB.
  const start = oneLine(withoutControls(text.slice(0, limit * 4)));
  if (INVISIBLE.test(start)) return '';
  const characters = [...start];
  const isCut = characters.length > limit || text.length > limit * 4;
  return isCut ? `${characters.slice(0, limit - 1).join('')}…` : start;
}
