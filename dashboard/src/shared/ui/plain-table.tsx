import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './plain-table.module.css';

interface PlainTableProps {
  /** For screen readers. */
  readonly label: string;
  /** The words above the columns; an empty one stands above buttons. */
  readonly head: readonly string[];
  /** Table.Tr elements. */
  readonly children: ReactNode;
  /** Pixels; a narrower page scrolls the table, not itself. */
  readonly minWidth?: number;
}

/** A table of few rows, several of which may stand on a page: for more than a screenful take DataTable. */
export function PlainTable({ label, head, children, minWidth = 560 }: PlainTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <section className={styles.scroll} aria-label={label} tabIndex={0}>
      <Table className={styles.table ?? ''} miw={minWidth}>
        <Table.Thead>
          <Table.Tr>
            {head.map((word, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns keep their places
              <Table.Th key={index} scope="col">
                {word}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>{children}</Table.Tbody>
      </Table>
    </section>
  );
}
