import { Group, Text } from '@mantine/core';
import { useFormats } from '../../format/format.ts';
import { useTexts } from '../../texts/texts.ts';
import styles from './chart.module.css';
import { chartTexts } from './chart.texts.ts';
import { type ChartData, notesAt } from './chart-data.ts';
import { valueText } from './chart-table.tsx';

/** The names of the lines, with what they are at the cursor; without one, at the end. */
export function ChartLegend({
  data,
  index,
  selecting,
}: {
  data: ChartData;
  index: number | null;
  /** What Enter would select. */
  selecting?: readonly [from: number, to: number] | undefined;
}) {
  const formats = useFormats();
  const texts = useTexts(chartTexts);
  const isSum = index === null && data.isSummed === true;
  const shown = index ?? data.times.length - 1;
  const at = data.times[shown];
  const notes = index === null ? [] : notesAt(data, index);
  return (
    <Group gap="sm" fz="xs" className={styles.legend ?? ''}>
      {data.series.map(({ label, values, axis, format }, series) => (
        <Group key={label} gap={4} wrap="nowrap" component="span">
          <span
            aria-hidden="true"
            className={`${styles.swatch} ${axis === 'right' ? styles.dashed : ''}`}
            style={{ borderColor: `var(--tocsin-series-${series + 1})` }}
          />
          <Text span inherit c="dimmed">
            {label}
          </Text>
          <Text span inherit fw={600} className={styles.value ?? ''}>
            {valueText(
              isSum ? sumOf(values) : values[shown],
              format ?? ((value) => formats.number(value, 1)),
            )}
          </Text>
        </Group>
      ))}
      {isSum && (
        <Text span inherit c="dimmed">
          {texts.inAll}
        </Text>
      )}
      {index !== null && at !== undefined && (
        <Text span inherit c="dimmed">
          {selecting
            ? texts.selecting(formats.time(selecting[0]), formats.time(selecting[1]))
            : formats.time(at)}
        </Text>
      )}
      {notes.length > 0 && (
        <Text span inherit className={styles.note ?? ''} title={notes.join('\n')}>
          {notes.join(' · ')}
        </Text>
      )}
    </Group>
  );
}

function sumOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
