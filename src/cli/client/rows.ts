import { printable } from '../../lib/human-log.ts';
import { terminalColumns } from '../../lib/terminal-columns.ts';

export const OUTPUTS = ['table', 'tsv', 'json', 'name'] as const;
export type Output = (typeof OUTPUTS)[number];

/** Rows for people: columns as wide as their widest cell. */
export function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows.map((row) => row.map(printable))];
  const widths = header.map((_, column) =>
    Math.max(...lines.map((line) => terminalColumns(line[column] ?? ''))),
  );
  const write = (line: readonly string[]): string =>
    line
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - terminalColumns(cell)))
      .join('  ')
      .trimEnd();
  return lines.map((line) => `${write(line)}\n`).join('');
}

/** Rows for programs: one line each, cells apart by tabs, which are in no cell. */
export function tsvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' ')).join('\t')}\n`).join('');
}
