import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef } from 'react';
import { useTexts } from '../texts/texts.ts';
import styles from './data-table.module.css';
import { Cell, GridRow, RowGroup, Spacer } from './grid-elements.tsx';
import { tableTexts } from './table.texts.ts';
import type { MoreRows } from './table-column.ts';
import { type RowPlan, TableRow } from './table-row.tsx';

interface TableBodyProps<Row> {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  readonly rowHeight: number;
  readonly plan: RowPlan<Row>;
  readonly cursor: string | undefined;
  readonly selected: ReadonlySet<string>;
  readonly menuOf: string | undefined;
  readonly more: MoreRows | undefined;
  readonly onVisible: ((ids: readonly string[]) => void) | undefined;
}

/** Above so many rows only those are drawn that can be seen: with each letter of a search a page of 200 would be. */
const VIRTUAL_FROM = 100;
const HEAD = 33;
/** Rows before the end at which more are asked for. */
const NEAR_END = 40;
const OVERSCAN = 4;

export function TableBody<Row>(props: TableBodyProps<Row>) {
  const { scroller, rows, rowId, rowHeight, cursor, more, onVisible } = props;
  const texts = useTexts(tableTexts);
  const isVirtual = rows.length > VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rowId(rows[index] as Row),
    overscan: OVERSCAN,
    paddingStart: HEAD,
    scrollPaddingStart: HEAD + 1,
  });
  // Another density: nothing that was measured holds.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height is what it is about
  useEffect(() => virtualizer.measure(), [rowHeight, virtualizer]);

  const items = virtualizer.getVirtualItems();
  const first = isVirtual ? (items[0]?.index ?? 0) : 0;
  const last = isVirtual ? (items.at(-1)?.index ?? -1) : rows.length - 1;
  const seen = virtualizer.range;

  const isNearEnd = (seen?.endIndex ?? last) >= rows.length - NEAR_END;
  useEffect(() => {
    if (isNearEnd && more?.hasMore && !more.isLoading) more.load();
  }, [isNearEnd, more]);

  useVisible(rows, rowId, seen, onVisible);

  const cursorIndex = useRef(-1);
  useEffect(() => {
    if (cursor === undefined) return;
    const index = rows.findIndex((row) => rowId(row) === cursor);
    if (index === cursorIndex.current) return;
    cursorIndex.current = index;
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [cursor, rows, rowId, virtualizer]);

  const top = isVirtual ? (items[0]?.start ?? HEAD) - HEAD : 0;
  const bottom = isVirtual ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  return (
    <RowGroup className={styles.body}>
      {top > 0 && <Spacer style={{ height: top }} />}
      {rows.slice(first, last + 1).map((row, offset) => {
        const id = rowId(row);
        return (
          <Spacer key={id} data-index={first + offset} ref={virtualizer.measureElement}>
            <TableRow
              plan={props.plan}
              row={row}
              id={id}
              index={first + offset}
              isCursor={cursor === id}
              isSelected={props.selected.has(id)}
              isMenuOpen={props.menuOf === id}
            />
          </Spacer>
        );
      })}
      {bottom > 0 && <Spacer style={{ height: bottom }} />}
      {more?.isLoading && rows.length > 0 && (
        <GridRow className={styles.more}>
          <Cell>{texts.loadingMore}</Cell>
        </GridRow>
      )}
    </RowGroup>
  );
}

/** Tells which rows can be seen, when these have been others for a moment. */
function useVisible<Row>(
  rows: readonly Row[],
  rowId: (row: Row) => string,
  range: { readonly startIndex: number; readonly endIndex: number } | null,
  onVisible: ((ids: readonly string[]) => void) | undefined,
): void {
  const from = range?.startIndex ?? 0;
  const to = range?.endIndex ?? -1;
  const key = onVisible
    ? rows
        .slice(from, to + 1)
        .map(rowId)
        .join('\n')
    : '';
  const latest = useRef(() => {});
  latest.current = () => onVisible?.(rows.slice(from, to + 1).map(rowId));
  // biome-ignore lint/correctness/useExhaustiveDependencies: other ids are what it is about
  useEffect(() => {
    const timer = setTimeout(() => latest.current(), 200);
    return () => clearTimeout(timer);
  }, [key]);
}
