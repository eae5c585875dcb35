import { cutNotes } from '../../../texts/cut-notes.ts';
import { languageOf } from './text-cutting.ts';

/**
 * The first lines that fit, whole, and below them a note of how many do not. Without room for the note there is none.
 * @param measure what a line takes of the limit, with what separates it from the next
 */
export function fittingLines(
  lines: readonly string[],
  limit: number,
  measure: (line: string) => number,
): string[] {
  const total = lines.reduce((sum, line) => sum + measure(line), 0);
  if (total <= limit) return [...lines];
  const note = (count: number): string => cutNotes[languageOf(lines.join('\n'))].lines(String(count));
  let room = limit - measure(note(lines.length));
  if (room < 0) return [];
  const kept: string[] = [];
  for (const line of lines) {
    room -= measure(line);
    if (room < 0) break;
    kept.push(line);
  }
  return [...kept, note(lines.length - kept.length)];
}
