import { setTimeout as pause } from 'node:timers/promises';
import { commandLineTexts } from '../../texts/command-line.ts';
import type { CommandLineContext } from '../command-line.ts';
import { clockTime } from './clock-time.ts';

const HOME = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';
const CLEAR_ALL = '\u001b[2J';

/**
 * Runs a command again and again until somebody ends it. A terminal shows the last result; a pipe gets each that differs
 * from the one before.
 * @param every milliseconds
 */
export async function repeatedly(
  every: number,
  { isTerminal = false, out, texts, screen, called }: CommandLineContext,
  command: (out: (text: string) => void) => Promise<number>,
): Promise<number> {
  const words = commandLineTexts[texts.language].watching;
  let last: string | undefined;
  if (isTerminal) out(CLEAR_ALL);
  for (;;) {
    let text = '';
    await command((more) => {
      text += more;
    });
    if (isTerminal) {
      const head = words(`tocsin ${called?.().words ?? ''}`.trim(), every / 1000, clockTime(new Date()));
      // One line is left free, or the last line feed would push the first line out.
      const lines = [head, '', ...text.trimEnd().split('\n')].slice(0, (screen?.rows() ?? 24) - 1);
      out(HOME + lines.map((line) => `${line}${CLEAR_LINE}\n`).join('') + CLEAR_BELOW);
    } else if (text !== last) out(text);
    last = text;
    await pause(every);
  }
}
