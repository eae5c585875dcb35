import { printable } from '../../lib/human-log.ts';
import { cutToColumns, terminalColumns } from '../../lib/terminal-columns.ts';
import { fitColumns } from './fit-columns.ts';

export const OUTPUTS = ['table', 'wide', 'tsv', 'json', 'yaml', 'name'] as const;
export type Output = (typeof OUTPUTS)[number];

/** How cells of a table look; rows are counted without the header. */
export interface TableStyle {
  /** Columns whose cells stand at the right: numbers. */
  readonly right?: ReadonlySet<number> | undefined;
  /**
   * Columns of a terminal that the table has to fit into, which of its own are short words that may not be cut, and whether
   * a text at the end of a row is cut too; otherwise it goes on in the next line, as a sentence does.
   */
  readonly room?:
    | { readonly columns: number; readonly whole: ReadonlySet<number>; readonly cutsLast: boolean }
    | undefined;
  readonly paint?: ((text: string, row: number, column: number) => string) | undefined;
  readonly paintHeader?: ((text: string) => string) | undefined;
}

/** Rows for people: columns as wide as their widest cell. */
export function tableOf(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { right, room, paint = (text) => text, paintHeader = (text) => text }: TableStyle = {},
): string {
  const lines = [header, ...rows.map((row) => row.map(printable))];
  const widths = header.map((_, column) =>
    Math.max(...lines.map((line) => terminalColumns(line[column] ?? ''))),
  );
  const shown = room
    ? fitColumns(
        widths.map((width, column) => ({
          width,
          header: terminalColumns(header[column] ?? ''),
          isEmpty: lines.slice(1).every((line) => (line[column] ?? '') === ''),
          mayBeCut: !room.whole.has(column),
        })),
        room.columns,
      )
    : new Map(widths.map((width, column) => [column, width]));
  const end = [...shown.keys()].at(-1) ?? 0;
  if (room && !room.cutsLast && end > 0) shown.set(end, widths[end] ?? 0);
  const write = (line: readonly string[], at: number): string => {
    const cells = [...shown].map(([column, width]) => ({
      column,
      width,
      cell: cutToColumns(line[column] ?? '', width),
    }));
    const last = cells.findLastIndex(({ cell }) => cell !== '');
    return cells
      .slice(0, last + 1)
      .map(({ column, width, cell }, place) => {
        const gap = ' '.repeat(width - terminalColumns(cell));
        const painted = at === 0 ? paintHeader(cell) : paint(cell, at - 1, column);
        if (right?.has(column)) return gap + painted;
        return place === last ? painted : painted + gap;
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
