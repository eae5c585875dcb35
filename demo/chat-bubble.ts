import { terminalColumns as columns } from '../src/lib/terminal-columns.ts';

/** Draws a message as a chat shows it: title, frame, lines, and a note below. */
export function chatBubble(title: string, text: string, note: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd());
  const width = Math.max(columns(title) + 2, ...lines.map(columns)) + 2;
  const pad = (line: string) => line + ' '.repeat(width - 2 - columns(line));
  return [
    `╭─ ${title} ${'─'.repeat(width - columns(title) - 3)}╮`,
    ...lines.map((line) => `│ ${pad(line)} │`),
    `╰${'─'.repeat(width)}╯`,
    `  ${note}`,
  ].join('\n');
}
