import type { TableSort } from './table-address.ts';
import type { CellValue, DataColumn } from './table-column.ts';

const collator = new Intl.Collator(undefined, { numeric: true });

/** What has no value comes last, in both directions. Rows that are alike keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly DataColumn<Row>[],
  sort: TableSort | undefined,
): readonly Row[] {
  const value = sort && columns.find(({ id }) => id === sort.id)?.value;
  if (!value) return rows;
  const sign = sort.isDescending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: value(row) }))
    .sort((a, b) => {
      const [missing, other] = [isMissing(a.value), isMissing(b.value)];
      return missing || other ? Number(missing) - Number(other) : sign * compare(a.value, b.value);
    })
    .map(({ row }) => row);
}

function isMissing(value: CellValue): boolean {
  return value === null || value === undefined || value === '';
}

function compare(a: CellValue, b: CellValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return collator.compare(String(a), String(b));
}
