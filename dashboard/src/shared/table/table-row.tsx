import { ActionIcon, Checkbox, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { type CSSProperties, memo, type PointerEvent, type ReactNode, useLayoutEffect, useRef } from 'react';
import { useTexts } from '../texts/texts.ts';
import styles from './data-table.module.css';
import { Cell, GridRow } from './grid-elements.tsx';
import { tableTexts } from './table.texts.ts';
import type { DataColumn } from './table-column.ts';

export type RowTone = 'critical' | 'warning' | 'info' | 'resolved' | 'silenced';

/** What is the same for all rows of a table; it keeps its identity, so that rows are drawn again only when they change. */
export interface RowPlan<Row> {
  readonly columns: readonly DataColumn<Row>[];
  readonly name: (row: Row) => string;
  readonly card: ((row: Row) => ReactNode) | undefined;
  readonly menu: ((row: Row) => ReactNode) | undefined;
  readonly tone: ((row: Row) => RowTone | undefined) | undefined;
  readonly expansion: ((row: Row) => ReactNode) | undefined;
  readonly isSelectable: boolean;
  readonly opens: boolean;
  readonly elementId: (id: string) => string;
  readonly onClick: (id: string, row: Row) => void;
  readonly onSelect: (id: string, toHere: boolean) => void;
  readonly onMenu: (id: string | undefined) => void;
}

interface TableRowProps<Row> {
  readonly plan: RowPlan<Row>;
  readonly row: Row;
  readonly id: string;
  readonly index: number;
  readonly isCursor: boolean;
  readonly isSelected: boolean;
  readonly isMenuOpen: boolean;
}

/** Characters of a hint: what is longer is for the page of the thing. */
const LONGEST_HINT = 300;

function PlainRow<Row>({ plan, row, id, index, isCursor, isSelected, isMenuOpen }: TableRowProps<Row>) {
  const { columns, card } = plan;
  const tone = plan.tone?.(row);
  const more = plan.expansion?.(row);
  const className = [
    styles.row,
    isCursor && styles.cursor,
    isSelected && styles.selected,
    plan.opens && styles.opens,
    tone && styles.tone,
  ];
  const span = columns.length + (plan.isSelectable ? 1 : 0) + (plan.menu ? 1 : 0);
  return (
    <>
      <GridRow
        id={plan.elementId(id)}
        aria-rowindex={index + 2}
        aria-selected={plan.isSelectable ? isSelected : undefined}
        className={className.filter(Boolean).join(' ')}
        style={tone && ({ '--table-tone': `var(--tocsin-${tone})` } as CSSProperties)}
        onClick={({ target }) => {
          if (!isForItself(target)) plan.onClick(id, row);
        }}
      >
        {plan.isSelectable && (
          <SelectCell plan={plan} id={id} name={plan.name(row)} isSelected={isSelected} />
        )}
        {card ? (
          <Cell className={`${styles.cell} ${styles.card}`}>{card(row)}</Cell>
        ) : (
          columns.map((column) => (
            <Cell
              key={column.id}
              className={`${styles.cell} ${column.isNumber ? styles.number : ''}`}
              onPointerEnter={typeof column.value?.(row) === 'string' ? hint : undefined}
            >
              {column.cell(row)}
            </Cell>
          ))
        )}
        {plan.menu && <MenuCell plan={plan} row={row} id={id} isOpen={isMenuOpen} menu={plan.menu} />}
      </GridRow>
      {more && (
        <GridRow className={styles.expansion}>
          <Cell aria-colspan={span}>{more}</Cell>
        </GridRow>
      )}
    </>
  );
}

export const TableRow = memo(PlainRow) as typeof PlainRow;

function SelectCell<Row>(props: { plan: RowPlan<Row>; id: string; name: string; isSelected: boolean }) {
  const { plan, id, name, isSelected } = props;
  const texts = useTexts(tableTexts);
  return (
    <Cell className={`${styles.cell} ${styles.control}`}>
      <Checkbox
        size="xs"
        tabIndex={-1}
        checked={isSelected}
        aria-label={texts.selectRow(name)}
        onChange={() => {}}
        onClick={(event) => plan.onSelect(id, event.shiftKey)}
      />
    </Cell>
  );
}

interface MenuCellProps<Row> {
  readonly plan: RowPlan<Row>;
  readonly row: Row;
  readonly id: string;
  readonly isOpen: boolean;
  readonly menu: (row: Row) => ReactNode;
}

function MenuCell<Row>({ plan, row, id, isOpen, menu }: MenuCellProps<Row>) {
  const texts = useTexts(tableTexts);
  const target = useRef<HTMLButtonElement>(null);
  // Its place may be out of sight in a table that scrolls sideways, and the menu with it.
  useLayoutEffect(() => {
    if (isOpen) target.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isOpen]);
  const button = (
    <ActionIcon
      ref={target}
      variant="subtle"
      color="gray"
      size={24}
      tabIndex={-1}
      aria-label={texts.actionsOf(plan.name(row))}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      onClick={() => plan.onMenu(isOpen ? undefined : id)}
    >
      <IconDots size={16} stroke={1.5} />
    </ActionIcon>
  );
  return (
    <Cell className={`${styles.cell} ${styles.control}`}>
      {isOpen ? (
        <Menu opened position="bottom-end" onChange={(opened) => !opened && plan.onMenu(undefined)}>
          <Menu.Target>{button}</Menu.Target>
          <Menu.Dropdown>{menu(row)}</Menu.Dropdown>
        </Menu>
      ) : (
        button
      )}
    </Cell>
  );
}

/** What a cell shows, whole: in the words of the page, and names of devices as they are shown. */
function hint({ currentTarget: cell }: PointerEvent<HTMLElement>): void {
  const shown = cell.innerText.replace(/\s+/g, ' ').trim();
  cell.title = shown.length > LONGEST_HINT ? `${shown.slice(0, LONGEST_HINT)} …` : shown;
}

/** Whether a click is for something in the row, or for text that somebody is marking. */
function isForItself(target: EventTarget): boolean {
  if (!(target instanceof Element)) return false;
  if (getSelection()?.type === 'Range') return true;
  return target.closest('a, button, input, label, select, textarea, [role="menu"]') !== null;
}
