import { cutNotes, type Language } from '../../../texts/cut-notes.ts';
import { type Markup, tokensOf } from './open-markup.ts';
import { sizeOf, type TextRoom, type TextUnit } from './text-size.ts';

const figures = new Intl.NumberFormat('en-US');

/** Chinese where there is a Chinese character: the note is read beside the text. */
export function languageOf(text: string): Language {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
}

interface CutOptions {
  readonly markup?: Markup;
  readonly language?: Language;
}

/**
 * The text if there is room for it, else its beginning and a note of how much was cut, which together fit. Nothing is cut
 * in two that belongs together, and what is open is closed. Without room for the note there is none.
 */
export function cutText(
  text: string,
  room: TextRoom,
  { markup = 'plain', language = languageOf(text) }: CutOptions = {},
): string {
  const whole = text.toWellFormed();
  const { limit, unit } = room;
  const size = sizeOf(whole, unit);
  if (size <= limit) return whole;
  const note = (left: string): string => toNote(whole.slice(left.length), unit, language);
  const reserved = sizeOf(note(''), unit);
  const fitting = longestStart(whole, { limit: limit - reserved, unit }, markup);
  if (fitting === undefined) {
    const { start, closers } = longestStart(whole, room, markup) ?? { start: '', closers: '' };
    return start + closers;
  }
  return fitting.start + fitting.closers + note(fitting.start);
}

function toNote(cut: string, unit: TextUnit, language: Language): string {
  const counted = unit === 'bytes' || unit === 'json' ? 'bytes' : 'characters';
  return cutNotes[language][counted](figures.format(sizeOf(cut, counted)));
}

/** With what closes it; undefined when not even that fits. */
function longestStart(
  text: string,
  { limit, unit }: TextRoom,
  markup: Markup,
): { start: string; closers: string } | undefined {
  if (limit < 0) return undefined;
  let best = { end: 0, closers: '' };
  let at = 0;
  let used = 0;
  for (const { end, closers } of tokensOf(text, markup)) {
    used += sizeOf(text.slice(at, end), unit);
    if (used > limit) break;
    if (used + sizeOf(closers, unit) <= limit) best = { end, closers };
    at = end;
  }
  return { start: text.slice(0, best.end), closers: best.closers };
}
