/** What this browser remembers of a table: widths in pixels, and the columns that were chosen. */
export interface TableMemory {
  readonly widths?: Readonly<Record<string, number>> | undefined;
  readonly columns?: readonly string[] | undefined;
}

const key = (table: string) => `tocsin.table.${table}`;

/** @param table a name of its own */
export function remembered(table: string): TableMemory {
  try {
    const { widths, columns } = JSON.parse(localStorage.getItem(key(table)) ?? '{}') as TableMemory;
    return {
      widths: typeof widths === 'object' && widths !== null ? widths : undefined,
      columns: Array.isArray(columns) ? columns.map(String) : undefined,
    };
  } catch {
    // Switched off, or written by somebody else: the defaults are good.
    return {};
  }
}

export function remember(table: string, memory: TableMemory): void {
  try {
    localStorage.setItem(key(table), JSON.stringify(memory));
  } catch {
    // It lasts as long as the page.
  }
}
