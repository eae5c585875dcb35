import type { CellValue, DataColumn } from './table-column.ts';

export type ExportFormat = 'csv' | 'json';

/** What an export needs of a column. */
type ExportedColumn<Row> = Pick<DataColumn<Row>, 'id' | 'value'>;

/** Hands a file to whoever looks at the page. @param name without the ending */
export function download(name: string, format: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name}.${format}`;
  link.click();
  URL.revokeObjectURL(url);
}

export function exportRows<Row>(
  name: string,
  format: ExportFormat,
  rows: readonly Row[],
  columns: readonly ExportedColumn<Row>[],
): void {
  const exported = columns.filter(({ value }) => value !== undefined);
  if (format === 'csv') {
    // The mark tells spreadsheets that it is UTF-8.
    download(name, 'csv', `\uFEFF${toCsv(rows, exported)}`, 'text/csv;charset=utf-8');
  } else {
    const objects = rows.map((row) =>
      Object.fromEntries(exported.map(({ id, value }) => [id, value?.(row) ?? null])),
    );
    download(name, 'json', `${JSON.stringify(objects, null, 2)}\n`, 'application/json');
  }
}

export function toCsv<Row>(rows: readonly Row[], columns: readonly ExportedColumn<Row>[]): string {
  const lines = [columns.map(({ id }) => csvCell(id)), ...rows.map((row) => lineOf(row, columns))];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

function lineOf<Row>(row: Row, columns: readonly ExportedColumn<Row>[]): string[] {
  return columns.map(({ value }) => csvCell(value?.(row)));
}

/** Text that begins like a formula gets an apostrophe, or a spreadsheet would run what a device is called. */
function csvCell(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
