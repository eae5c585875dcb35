import type { CommandLineContext } from '../command-line.ts';

const CLEAR = '\r\u001b[K';
/** Milliseconds between two lines: more often nobody can read them. */
const LEAST = 100;

/** One line of standard error that is written again and again; nothing where nobody looks at it. */
export function progressOn({
  isErrorTerminal = false,
  error,
}: CommandLineContext): (text: string | undefined) => void {
  let last = -Infinity;
  return (text) => {
    const now = performance.now();
    if (!isErrorTerminal || (text !== undefined && now - last < LEAST)) return;
    if (text === undefined && last === -Infinity) return;
    last = text === undefined ? -Infinity : now;
    error(text === undefined ? CLEAR : CLEAR + text);
  };
}
