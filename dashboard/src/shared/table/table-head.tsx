import { Checkbox, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTexts } from '../texts/texts.ts';
import styles from './data-table.module.css';
import { GridRow, Heading, RowGroup } from './grid-elements.tsx';
import { tableTexts } from './table.texts.ts';
import type { TableSort } from './table-address.ts';

export interface HeadColumn {
  readonly id: string;
  readonly header: string;
  readonly isSortable: boolean;
  readonly isNumber: boolean;
  readonly isResizing: boolean;
  onResizeStart(event: unknown): void;
  resizeBy(pixels: number): void;
  forgetWidth(): void;
}

interface TableHeadProps {
  readonly columns: readonly HeadColumn[];
  readonly sort: TableSort | undefined;
  readonly onSort: (sort: TableSort | undefined) => void;
  /** Undefined: rows cannot be selected. */
  readonly selection: { readonly isAll: boolean; readonly isSome: boolean; toggleAll(): void } | undefined;
  readonly hasMenu: boolean;
  /** Rows are cards under this one word; undefined: they have columns. */
  readonly cards: string | undefined;
}

const STEP = 16;

export function TableHead({ columns, sort, onSort, selection, hasMenu, cards }: TableHeadProps) {
  const texts = useTexts(tableTexts);
  return (
    <RowGroup className={styles.head}>
      <GridRow className={`${styles.row} ${styles.headRow}`} aria-rowindex={1}>
        {selection && (
          <Heading className={`${styles.headCell} ${styles.control}`}>
            <Checkbox
              size="xs"
              aria-label={texts.selectAll}
              checked={selection.isAll}
              indeterminate={selection.isSome && !selection.isAll}
              onChange={selection.toggleAll}
            />
          </Heading>
        )}
        {cards !== undefined ? (
          <Heading className={`${styles.cell} ${styles.headCell}`}>{cards}</Heading>
        ) : (
          columns.map((column) => (
            <ColumnHeading key={column.id} column={column} sort={sort} onSort={onSort} />
          ))
        )}
        {hasMenu && <Heading aria-label={texts.actions} />}
      </GridRow>
    </RowGroup>
  );
}

interface HeadingProps extends Pick<TableHeadProps, 'sort' | 'onSort'> {
  readonly column: HeadColumn;
}

function ColumnHeading({ column, sort, onSort }: HeadingProps) {
  const texts = useTexts(tableTexts);
  const { id, header, isNumber, isSortable } = column;
  const direction = sort?.id === id ? (sort.isDescending ? 'descending' : 'ascending') : undefined;
  const Arrow = direction === 'descending' ? IconArrowDown : IconArrowUp;
  return (
    <Heading
      aria-sort={direction ?? (isSortable ? 'none' : undefined)}
      className={`${styles.cell} ${styles.headCell} ${isNumber ? styles.number : ''}`}
      style={{ overflow: 'visible' }}
    >
      {isSortable ? (
        <UnstyledButton
          className={`${styles.sort} ${direction ? styles.sorted : ''}`}
          title={texts.sortHint}
          onClick={() => onSort(nextSort(id, direction))}
          onKeyDown={(event) => {
            const step = event.shiftKey ? { ArrowLeft: -STEP, ArrowRight: STEP }[event.key] : undefined;
            if (step === undefined) return;
            event.preventDefault();
            column.resizeBy(step);
          }}
        >
          <span className={styles.sortText}>{header}</span>
          {direction && <Arrow size={12} stroke={2} aria-hidden="true" />}
        </UnstyledButton>
      ) : (
        <span className={styles.sortText}>{header}</span>
      )}
      <div
        aria-hidden="true"
        className={`${styles.resizer} ${column.isResizing ? styles.resizing : ''}`}
        onMouseDown={column.onResizeStart}
        onTouchStart={column.onResizeStart}
        onDoubleClick={column.forgetWidth}
      />
    </Heading>
  );
}

/** Ascending, descending, none. */
function nextSort(id: string, direction: 'ascending' | 'descending' | undefined): TableSort | undefined {
  if (direction === 'descending') return undefined;
  return { id, isDescending: direction === 'ascending' };
}
