import {
  type ColumnSizingState,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { DataColumn } from './table-column.ts';
import type { HeadColumn } from './table-head.tsx';
import { remember, remembered } from './table-memory.ts';

const features = tableFeatures({ columnSizingFeature, columnResizingFeature, columnVisibilityFeature });
const NO_ROWS: readonly object[] = [];
const NARROWEST = 48;
const CONTROL = 36;

interface TableColumnsOptions<Row> {
  /** By which name this browser remembers the table. */
  readonly name: string;
  readonly columns: readonly DataColumn<Row>[];
  /** Ids in the address. */
  readonly chosen: readonly string[] | undefined;
  readonly onChoose: (ids: readonly string[] | undefined) => void;
  readonly isPhone: boolean;
  readonly hasCard: boolean;
  readonly hasSelection: boolean;
  readonly hasMenu: boolean;
}

/** Which columns are shown and how wide they are. TanStack Table keeps the widths and follows the pointer. */
export function useTableColumns<Row>(options: TableColumnsOptions<Row>) {
  const { name, columns, chosen, onChoose, isPhone, hasCard } = options;
  const [memory] = useState(() => remembered(name));
  const [choice, setChoice] = useState(memory.columns);
  const [sizing, setSizing] = useState<ColumnSizingState>({ ...memory.widths });

  const wanted = chosen ?? choice;
  const known = wanted?.filter((id) => columns.some((column) => column.id === id)) ?? [];
  const visible = known.length > 0 ? known : columns.filter((column) => !column.isHidden).map(({ id }) => id);
  const key = visible.join(',');
  const shown = useMemo(() => {
    const ids = new Set(key.split(','));
    const all = columns.filter(({ id }) => ids.has(id));
    const few = isPhone && !hasCard ? all.filter(({ onPhone }) => onPhone) : all;
    return few.length > 0 ? few : all;
  }, [columns, key, isPhone, hasCard]);

  const definitions = useMemo(
    () =>
      columns.map(({ id, header, width, minWidth = NARROWEST }) => ({
        id,
        header,
        size: width,
        minSize: minWidth,
        maxSize: 2_000,
      })),
    [columns],
  );
  const visibility = useMemo(
    () => Object.fromEntries(columns.map((column) => [column.id, shown.includes(column)])),
    [columns, shown],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: NO_ROWS as object[],
    columnResizeMode: 'onChange',
    state: { columnSizing: sizing, columnVisibility: visibility },
    onColumnSizingChange: setSizing,
  });
  const resizing = table.state.columnResizing.isResizingColumn;

  useEffect(() => {
    if (resizing === false) remember(name, { widths: sizing, columns: choice });
  }, [name, sizing, choice, resizing]);

  const choose = useCallback(
    (ids: readonly string[] | undefined) => {
      setChoice(ids);
      onChoose(ids);
    },
    [onChoose],
  );
  const reset = useCallback(() => {
    setSizing({});
    choose(undefined);
  }, [choose]);

  const headers = new Map(table.getHeaderGroups()[0]?.headers.map((header) => [header.column.id, header]));
  const head = shown.map(({ id, header, isSortable = false, isNumber = false }): HeadColumn => {
    const column = headers.get(id)?.column;
    return {
      id,
      header,
      isSortable,
      isNumber,
      isResizing: resizing === id,
      onResizeStart: headers.get(id)?.getResizeHandler() ?? (() => {}),
      resizeBy: (pixels) =>
        setSizing((before) => ({
          ...before,
          [id]: Math.max(NARROWEST, (before[id] ?? column?.getSize() ?? NARROWEST) + pixels),
        })),
      forgetWidth: () => setSizing(({ [id]: _, ...others }) => others),
    };
  });

  const width = ({ id, width: usual }: DataColumn<Row>) => headers.get(id)?.column.getSize() ?? usual;
  const isFixed = isPhone;
  const grows = (column: DataColumn<Row>) => column.grows && sizing[column.id] === undefined;
  const last = shown.some(grows) ? undefined : shown.at(-1);
  const tracks = [
    ...(options.hasSelection ? [`${CONTROL}px`] : []),
    ...(isPhone && hasCard
      ? ['minmax(0, 1fr)']
      : shown.map((column) => {
          if (isFixed) return column.grows ? 'minmax(0, 1fr)' : `minmax(0, ${width(column)}px)`;
          return grows(column) || column === last ? `minmax(${width(column)}px, 1fr)` : `${width(column)}px`;
        })),
    ...(options.hasMenu ? [`${CONTROL}px`] : []),
  ];
  const controls = (options.hasSelection ? CONTROL : 0) + (options.hasMenu ? CONTROL : 0);
  return {
    shown,
    head,
    tracks: tracks.join(' '),
    /** Pixels below which the table scrolls sideways. */
    totalWidth: isPhone ? 0 : controls + shown.reduce((sum, column) => sum + width(column), 0),
    choose,
    reset,
  };
}
