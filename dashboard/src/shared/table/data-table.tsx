import { Button, CloseButton, Text } from '@mantine/core';
import {
  type CSSProperties,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useFormats } from '../format/format.ts';
import { useTexts } from '../texts/texts.ts';
import { ColumnChooser } from './column-chooser.tsx';
import styles from './data-table.module.css';
import { ExportMenu } from './export-menu.tsx';
import { Grid } from './grid-elements.tsx';
import { useRowSelection } from './row-selection.ts';
import { sortRows } from './sort-rows.ts';
import { useSteadyRows } from './steady-rows.ts';
import { tableTexts } from './table.texts.ts';
import { useTableAddress } from './table-address.ts';
import { TableBody } from './table-body.tsx';
import type { DataColumn, MoreRows, SelectedRows } from './table-column.ts';
import { useTableColumns } from './table-columns.ts';
import { TableHead } from './table-head.tsx';
import { useTableKeys } from './table-keys.ts';
import { useRoomBelow, useTableLayout } from './table-layout.ts';
import type { RowPlan, RowTone } from './table-row.tsx';

export interface DataTableProps<Row> {
  /** What it is called: in exports, in what this browser remembers, and for screen readers (`label`). */
  readonly name: string;
  readonly label: string;
  /** For the second table of a page: its sort, columns and row stand in the address behind this word and a dot. */
  readonly inAddress?: string;
  /** Of the language that is shown; keep its identity (`useMemo`). */
  readonly columns: readonly DataColumn<Row>[];
  /** Rows that did not change keep their identity; the list too. */
  readonly rows: readonly Row[];
  /** A function outside of the component, or `useCallback`. */
  readonly rowId: (row: Row) => string;
  /** What a row is called by the labels of its controls; without: its id. */
  readonly rowName?: (row: Row) => string;
  /** Which filter and sorting `rows` are of: when it is another one they are shown at once, else they do not jump. */
  readonly view: string;
  /** `here`: the rows are all there, and are sorted here. `server`: they come sorted by `useTableSort`. */
  readonly sorting: 'here' | 'server';
  /** All that the filter lets through, where they are not all loaded. */
  readonly total?: number | undefined;
  readonly more?: MoreRows | undefined;
  /** Enter, or a click on the row. */
  readonly onOpen?: ((row: Row) => void) | undefined;
  /** Menu.Item elements. */
  readonly menu?: ((row: Row) => ReactNode) | undefined;
  /** Buttons for what is selected; without, rows cannot be selected. */
  readonly bulk?: ((selected: SelectedRows<Row>) => ReactNode) | undefined;
  /** Two lines for a narrow screen; without, the columns with `onPhone` are shown there. */
  readonly card?: ((row: Row) => ReactNode) | undefined;
  readonly tone?: ((row: Row) => RowTone | undefined) | undefined;
  /** What is unfolded below a row; null: nothing. */
  readonly expansion?: ((row: Row) => ReactNode) | undefined;
  /** More keys, for the row of the cursor: `{ e: acknowledge }`. */
  readonly keys?: Readonly<Record<string, (row: Row) => void>> | undefined;
  /** Left of the tools: a search box. */
  readonly toolbar?: ReactNode;
  /** The toolbar says how many there are. */
  readonly isCounted?: boolean;
  /** Instead of rows where there are none. */
  readonly empty?: ReactNode;
  /** All rows of the filter, for the export; without: those that are loaded. */
  readonly fetchAll?: (() => Promise<readonly Row[]>) | undefined;
  /** Instead of that: where the server makes the file. */
  readonly fileUrl?: ((format: 'csv' | 'ndjson') => string) | undefined;
  readonly onVisible?: ((ids: readonly string[]) => void) | undefined;
  /** Pixels; without: to the end of the window. */
  readonly maxHeight?: number | undefined;
}

/** The one table of the dashboard. Filter, sort, columns and row are in the address, so each view is a link. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { name, columns, rowId, onOpen, menu, bulk, card, more } = props;
  const texts = useTexts(tableTexts);
  const formats = useFormats();
  const scroller = useRef<HTMLDivElement>(null);
  const domId = useId();
  const { isPhone, rowHeight } = useTableLayout(card !== undefined);
  const room = useRoomBelow(scroller);
  const address = useTableAddress(props.inAddress === undefined ? '' : `${props.inAddress}.`);

  const sort = address.sort;
  const sortKey = sort ? `${sort.id} ${sort.isDescending}` : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the sort is made anew each time, its key is not
  const sorted = useMemo(
    () => (props.sorting === 'here' ? sortRows(props.rows, columns, sort) : props.rows),
    [props.rows, props.sorting, columns, sortKey],
  );
  const [isHovered, setHovered] = useState(false);
  const [isScrolled, setScrolled] = useState(false);
  const [cursor, setCursor] = useState(address.row);
  const [menuOf, setMenuOf] = useState<string>();
  const [held, setHeld] = useState(false);
  const view = `${props.view}\n${sortKey}`;
  const steady = useSteadyRows(sorted, rowId, view, isHovered || isScrolled || held);
  const { rows } = steady;
  const ids = useMemo(() => rows.map(rowId), [rows, rowId]);
  const selection = useRowSelection(ids);
  // A menu is gone with its row.
  const isMenuOpen = menuOf !== undefined && ids.includes(menuOf);
  useEffect(() => setHeld(selection.ids.size > 0 || isMenuOpen), [selection, isMenuOpen]);

  const plain = useTableColumns({
    name,
    columns,
    chosen: address.columns,
    onChoose: address.setColumns,
    isPhone,
    hasCard: card !== undefined,
    hasSelection: bulk !== undefined,
    hasMenu: menu !== undefined,
  });

  const { setRow } = address;
  // Keys come faster than pages are drawn: the next one starts from here.
  const at = useRef(cursor);
  const moveTo = useCallback(
    (id: string | undefined) => {
      at.current = id;
      setCursor(id);
      setRow(id);
    },
    [setRow],
  );
  const elementId = useCallback((id: string) => `${domId}${hashOf(id)}`, [domId]);
  const latest = useRef({ onOpen, moveTo, toggle: selection.toggle });
  latest.current = { onOpen, moveTo, toggle: selection.toggle };
  const plan = useMemo(
    (): RowPlan<Row> => ({
      columns: plain.shown,
      name: props.rowName ?? rowId,
      card: isPhone ? card : undefined,
      menu,
      tone: props.tone,
      expansion: props.expansion,
      isSelectable: bulk !== undefined,
      opens: onOpen !== undefined,
      elementId,
      onClick: (id, row) => {
        latest.current.moveTo(id);
        latest.current.onOpen?.(row);
      },
      onSelect: (id, toHere) => {
        latest.current.moveTo(id);
        latest.current.toggle(id, toHere);
      },
      onMenu: setMenuOf,
    }),
    [
      plain.shown,
      props.rowName,
      rowId,
      isPhone,
      card,
      menu,
      props.tone,
      props.expansion,
      bulk,
      onOpen,
      elementId,
    ],
  );

  const rowOf = (id: string | undefined) => (id === undefined ? undefined : rows[ids.indexOf(id)]);
  const current = rowOf(cursor);
  useTableKeys(scroller, {
    move: (by) => {
      const index = at.current === undefined ? -1 : ids.indexOf(at.current);
      const next = Math.max(0, Math.min(ids.length - 1, index < 0 && by > 0 ? by - 1 : index + by));
      if (ids.length > 0) moveTo(ids[next]);
    },
    open: () => {
      const row = rowOf(at.current);
      if (row !== undefined) onOpen?.(row);
    },
    select: (toHere) => at.current !== undefined && bulk && selection.toggle(at.current, toHere),
    menu: () => at.current !== undefined && menu && setMenuOf(at.current),
    leave: () => {
      if (selection.ids.size > 0) selection.clear();
      else if (at.current !== undefined) moveTo(undefined);
      else return false;
      return true;
    },
    others: Object.fromEntries(
      Object.entries(props.keys ?? {}).map(([key, act]) => [
        key,
        () => {
          const row = rowOf(at.current);
          if (row !== undefined) act(row);
        },
      ]),
    ),
  });

  const chosen = rows.filter((_row, at) => selection.has(ids[at] as string));
  const isSome = selection.ids.size > 0;
  const total =
    props.total === undefined || props.total <= rows.length ? undefined : formats.number(props.total);
  return (
    <div className={styles.wrap}>
      <div className={styles.toolbar}>
        {props.toolbar}
        <div className={styles.tools}>
          {!props.isCounted && (
            <Text size="xs" c="dimmed" aria-label={texts.rowsLabel}>
              {texts.rows(formats.number(rows.length), total)}
            </Text>
          )}
          {!(isPhone && card) && (
            <ColumnChooser
              columns={columns}
              shown={new Set(plain.shown.map(({ id }) => id))}
              onChange={plain.choose}
              onReset={plain.reset}
            />
          )}
          <ExportMenu
            name={name}
            columns={columns}
            fetchRows={props.fetchAll ?? (() => sorted)}
            fileUrl={props.fileUrl}
          />
        </div>
      </div>
      {(steady.waiting > 0 || steady.isReordered) && (
        <div className={styles.pill}>
          <Button
            size="compact-xs"
            mt={38}
            onClick={() => {
              steady.show();
              scroller.current?.scrollTo({ top: 0 });
            }}
          >
            {steady.waiting > 0 ? texts.waiting(formats.number(steady.waiting)) : texts.changed}
          </Button>
        </div>
      )}
      <Grid
        ref={scroller}
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={(props.total ?? rows.length) + 1}
        aria-multiselectable={bulk ? true : undefined}
        aria-activedescendant={current !== undefined && cursor !== undefined ? elementId(cursor) : undefined}
        className={styles.scroll}
        style={
          {
            maxHeight: props.maxHeight ?? room,
            '--table-columns': plain.tracks,
            '--table-width': `${plain.totalWidth}px`,
            '--table-row': `${rowHeight}px`,
          } as CSSProperties
        }
        onPointerEnter={() => setHovered(true)}
        onPointerLeave={() => setHovered(false)}
        onScroll={({ currentTarget }) => setScrolled(currentTarget.scrollTop > 0)}
      >
        <TableHead
          columns={plain.head}
          sort={sort}
          onSort={address.setSort}
          cards={isPhone && card ? props.label : undefined}
          hasMenu={menu !== undefined}
          selection={
            bulk && {
              isAll: rows.length > 0 && ids.every((id) => selection.has(id)),
              isSome,
              toggleAll: selection.toggleAll,
            }
          }
        />
        <TableBody
          scroller={scroller}
          rows={rows}
          rowId={rowId}
          rowHeight={rowHeight}
          plan={plan}
          cursor={cursor}
          selected={selection.ids}
          menuOf={menuOf}
          more={more}
          onVisible={props.onVisible}
        />
      </Grid>
      {rows.length === 0 && props.empty}
      {bulk && isSome && (
        <div
          className={styles.bulk}
          role="toolbar"
          aria-label={texts.selected(formats.number(selection.ids.size))}
        >
          <Text fw={600}>{texts.selected(formats.number(selection.ids.size))}</Text>
          {bulk({ ids: [...selection.ids], rows: chosen, clear: selection.clear })}
          <CloseButton size={24} aria-label={texts.clearSelection} onClick={selection.clear} />
        </div>
      )}
    </div>
  );
}

/** What devices are called may be long and hold spaces: an element id may not. */
function hashOf(text: string): string {
  let hash = 5381;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 33) ^ text.charCodeAt(at)) >>> 0;
  return `${text.length}-${hash}`;
}
