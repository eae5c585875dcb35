import { SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { JsonEditor } from '../../shared/code/json-editor.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { visibleText } from '../../shared/ui/device-text.tsx';
import { resultTexts } from './result.texts.ts';

const MOST_ROWS = 20;
const LONGEST_VALUE = 400;

/** What the statement made of the event: as a table, or as the JSON that goes on. */
export function RowView({ rows, count }: { rows: readonly unknown[]; count: number }) {
  const texts = useTexts(resultTexts);
  const [form, setForm] = useState('table');
  if (rows.length === 0) return <Text c="dimmed">{texts.noRow}</Text>;
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        w="fit-content"
        aria-label={texts.row}
        value={form}
        onChange={setForm}
        data={[
          { value: 'table', label: texts.table },
          { value: 'json', label: texts.json },
        ]}
      />
      {rows.slice(0, MOST_ROWS).map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name
        <div key={index}>
          {form === 'json' ? (
            <JsonEditor
              label={texts.row}
              value={JSON.stringify(row, null, 2)}
              readOnly
              minLines={1}
              maxLines={16}
            />
          ) : (
            <RowTable row={row} />
          )}
        </div>
      ))}
      {count > Math.min(rows.length, MOST_ROWS) && (
        <Text size="xs" c="dimmed">
          {texts.rows(Math.min(rows.length, MOST_ROWS), count)}
        </Text>
      )}
    </Stack>
  );
}

function RowTable({ row }: { row: unknown }) {
  const entries = typeof row === 'object' && row !== null ? Object.entries(row) : [['', row] as const];
  return (
    <Table layout="fixed" withTableBorder withRowBorders>
      <Table.Tbody>
        {entries.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" w="38%" ff="monospace" fz={12} fw={500}>
              <bdi>{visibleText(name)}</bdi>
            </Table.Th>
            <Table.Td ff="monospace" fz={12}>
              <bdi className="device-text">{cellText(value)}</bdi>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function cellText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return visibleText(text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text);
}
