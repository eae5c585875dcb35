import type { ComponentProps, ReactElement } from 'react';

type Division = (props: ComponentProps<'div'>) => ReactElement;

/**
 * The elements of a grid. Those of a table cannot be laid out by tracks, nor stand for rows that are not there; focus
 * stays on the grid, which names its active row.
 */
const element =
  (role: string): Division =>
  (props) => <div role={role} {...props} />;

export const Grid = element('grid');
export const RowGroup = element('rowgroup');
export const GridRow = element('row');
export const Heading = element('columnheader');
export const Cell = element('gridcell');
/** No part of the structure. */
export const Spacer = element('none');
