import { printable } from '../../lib/human-log.ts';
import { terminalColumns } from '../../lib/terminal-columns.ts';

export const OUTPUTS = ['table', 'wide', 'tsv', 'json', 'yaml', 'name'] as const;
export type Output = (typeof OUTPUTS)[number];

/** How cells of a table look; rows are counted without the header. */
export interface TableStyle {
  /** Columns whose cells stand at the right: numbers. */
  readonly right?: ReadonlySet<number> | undefined;
  readonly paint?: ((text: string, row: number, column: number) => string) | undefined;
  readonly paintHeader?: ((text: string) => string) | undefined;
}

/** Rows for people: columns as wide as their widest cell. */
export function tableOf(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { right, paint = (text) => text, paintHeader = (text) => text }: TableStyle = {},
): string {
  const lines = [header, ...rows.map((row) => row.map(printable))];
  const widths = header.map((_, column) =>
    Math.max(...lines.map((line) => terminalColumns(line[column] ?? ''))),
  );
  const write = (line: readonly string[], at: number): string => {
    const last = line.findLastIndex((cell) => cell !== '');
    return line
      .slice(0, last + 1)
      .map((cell, column) => {
        const gap = ' '.repeat((widths[column] ?? 0) - terminalColumns(cell));
        const painted = at === 0 ? paintHeader(cell) : paint(cell, at - 1, column);
        if (right?.has(column)) return gap + painted;
        return column === last ? painted : painted + gap;
      })
      .join('  ');
  };
  return lines.map((line, at) => `${write(line, at)}\n`).join('');
}

/** Facts for people, one below the other: a name and what it is. */
export function factsOf(facts: readonly (readonly string[])[], style: TableStyle = {}): string {
  const columns = Math.max(2, ...facts.map((cells) => cells.length));
  return tableOf(Array<string>(columns).fill(''), facts, style).replace(/^.*\n/, '');
}

/** Rows for programs: one line each, cells apart by tabs, which are in no cell. */
export function tsvOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' ')).join('\t')}\n`).join('');
}
