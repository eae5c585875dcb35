import { useMemo, useRef, useState } from 'react';

export interface SteadyRows<Row> {
  readonly rows: readonly Row[];
  /** Rows that wait to be shown. */
  readonly waiting: number;
  /** Nothing new, but the order is another one. */
  readonly isReordered: boolean;
  show(): void;
}

/**
 * Rows that do not jump: while the table is held (the pointer is over it, a row is selected, it is scrolled), those
 * that are shown keep their place and are renewed in it, and new ones wait until somebody asks for them. What is
 * loaded at the end is always shown.
 * @param view another one: another filter or sorting, which is shown at once
 */
export function useSteadyRows<Row>(
  latest: readonly Row[],
  rowId: (row: Row) => string,
  view: string,
  isHeld: boolean,
): SteadyRows<Row> {
  const shown = useRef<{ view: string; ids: readonly string[] }>({ view, ids: [] });
  const [asked, ask] = useState(0);
  const answered = useRef(0);
  return useMemo(() => {
    // Where there is nothing, nothing can jump.
    const isEmpty = shown.current.ids.length === 0;
    const mayChange = !isHeld || isEmpty || shown.current.view !== view || answered.current !== asked;
    answered.current = asked;
    const result = mayChange ? undefined : keepOrder(latest, rowId, shown.current.ids);
    const rows = result?.rows ?? latest;
    shown.current = { view, ids: rows.map(rowId) };
    return {
      rows,
      waiting: result?.waiting ?? 0,
      isReordered: result?.isReordered ?? false,
      show: () => ask((count) => count + 1),
    };
  }, [latest, rowId, view, isHeld, asked]);
}

function keepOrder<Row>(latest: readonly Row[], rowId: (row: Row) => string, ids: readonly string[]) {
  const byId = new Map(latest.map((row) => [rowId(row), row]));
  const known = new Set(ids);
  const rows = ids.flatMap((id) => byId.get(id) ?? []);
  let end = latest.length;
  while (end > 0 && !known.has(rowId(latest[end - 1] as Row))) end--;
  const order = latest.slice(0, end).filter((row) => known.has(rowId(row)));
  const isReordered = order.some((row, index) => row !== rows[index]);
  // A short list has no end to which more could have been loaded.
  const appended = end === 0 ? [] : latest.slice(end);
  const waiting = latest.length - order.length - appended.length;
  return { rows: [...rows, ...appended], waiting, isReordered: isReordered && waiting === 0 };
}
