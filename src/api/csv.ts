import { setImmediate as nextTurn } from 'node:timers/promises';

export type CsvValue = string | number | null | undefined;

/** A line of RFC 4180. */
export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(cell).join(',')}\r\n`;
}

/** A text that a spreadsheet would take for a formula begins with an apostrophe: device names come from strangers. */
function cell(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Milliseconds of one turn of the event loop. */
const SLICE = 5;
/** Characters that are handed on together. */
const CHUNK = 64 * 1024;

/**
 * Everything that a walk finds as lines of text, a piece at a time, in turns that are short enough for MQTT clients.
 * @param write the line of an id; empty when it was deleted since it was found
 */
export async function* linesInSlices(
  head: string,
  walk: Iterable<readonly string[]>,
  write: (id: string) => string,
): AsyncGenerator<string, void, undefined> {
  let text = head;
  let end = performance.now() + SLICE;
  for (const ids of walk) {
    for (const id of ids) {
      text += write(id);
      if (performance.now() < end && text.length < CHUNK) continue;
      if (text !== '') yield text;
      text = '';
      await nextTurn();
      end = performance.now() + SLICE;
    }
    if (performance.now() < end) continue;
    await nextTurn();
    end = performance.now() + SLICE;
  }
  if (text !== '') yield text;
}
