import type { PastAlert } from '../../alerts/door.ts';
import { linesInSlices } from '../csv.ts';

/** The version of the lines. */
export const HISTORY_FORMAT = 1;

/** Where the history begins in a backup: on a line of its own, behind everything that is configured. */
export const HISTORY_BEGINS = /^(?:--- )?\{"tocsin_history":/m;

interface Past {
  readonly walk: Iterable<readonly string[]>;
  /** Undefined: deleted since it was found, or not over. */
  read(id: string): PastAlert | undefined;
}

/**
 * All alerts that are over, one on a line, behind a line that says the version and before one that says how many they are: who
 * finds no last line has a part of the file only. In YAML each is a document of its own.
 */
export async function* historyLines({ walk, read }: Past, format: 'yaml' | 'json'): AsyncGenerator<string> {
  const line = (value: object): string => `${format === 'yaml' ? '--- ' : ''}${JSON.stringify(value)}\n`;
  let count = 0;
  yield* linesInSlices(line({ tocsin_history: HISTORY_FORMAT }), walk, (id) => {
    const alert = read(id);
    if (!alert) return '';
    count++;
    return line(alert);
  });
  yield line({ tocsin_history_end: count });
}
