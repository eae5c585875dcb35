import type { ReactNode } from 'react';

/** What a cell is worth for sorting and export. */
export type CellValue = string | number | boolean | null | undefined;

export interface DataColumn<Row> {
  /** Stands in the address and in exports. */
  readonly id: string;
  /** The word above it. */
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Without: nothing to sort by, nothing to export. */
  readonly value?: ((row: Row) => CellValue) | undefined;
  /** Pixels. */
  readonly width: number;
  readonly minWidth?: number;
  /** Takes the room that is left. */
  readonly grows?: boolean;
  readonly isSortable?: boolean;
  /** Numbers stand at the end, so that their digits are below each other. */
  readonly isNumber?: boolean;
  /** Only when somebody chooses it. */
  readonly isHidden?: boolean;
  /** Shown below 768 px too, where there is no `card`. */
  readonly onPhone?: boolean;
}

/** What the bar at the bottom is about. */
export interface SelectedRows<Row> {
  readonly ids: readonly string[];
  /** Those of them that are loaded. */
  readonly rows: readonly Row[];
  clear(): void;
}

/** Where the rows come from when they do not come at once. */
export interface MoreRows {
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  load(): void;
}
