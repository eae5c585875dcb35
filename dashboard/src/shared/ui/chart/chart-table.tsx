import { ScrollArea, Table, Text } from '@mantine/core';
import { useFormats } from '../../format/format.ts';
import { useTexts } from '../../texts/texts.ts';
import { chartTexts } from './chart.texts.ts';
import { type ChartData, notesAt } from './chart-data.ts';

/** More rows than these nobody reads; the export of the page has them all. */
const MOST_ROWS = 300;

/** What the chart shows, for those who do not see it; the newest first. */
export function ChartTable({ title, data, height }: { title: string; data: ChartData; height: number }) {
  const texts = useTexts(chartTexts);
  const formats = useFormats();
  const first = Math.max(0, data.times.length - MOST_ROWS);
  const rows = data.times.slice(first).map((at, offset) => ({ at, index: first + offset }));
  const hasNotes = (data.bands?.length ?? 0) + (data.marks?.length ?? 0) > 0;
  return (
    <ScrollArea h={height} viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': title }}>
      <Table stickyHeader fz="xs" verticalSpacing={2} aria-label={title}>
        {first > 0 && (
          <Table.Caption>
            <Text size="xs">{texts.tableCut(rows.length, data.times.length)}</Text>
          </Table.Caption>
        )}
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.time}</Table.Th>
            {data.series.map(({ label }) => (
              <Table.Th key={label} ta="right">
                {label}
              </Table.Th>
            ))}
            {hasNotes && <Table.Th>{texts.notes}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.reverse().map(({ at, index }) => (
            <Table.Tr key={at}>
              <Table.Td>{formats.time(at)}</Table.Td>
              {data.series.map(({ label, values, format }) => (
                <Table.Td key={label} ta="right">
                  {valueText(values[index], format ?? ((value) => formats.number(value, 1)))}
                </Table.Td>
              ))}
              {hasNotes && <Table.Td>{notesAt(data, index).join(' · ')}</Table.Td>}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}

export function valueText(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '—' : format(value);
}
