import { ActionIcon, Group, Stack, Text, Title, Tooltip } from '@mantine/core';
import { IconChartLine, IconTable } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useCallback, useRef, useState } from 'react';
import { useFormats } from '../../format/format.ts';
import { useTexts } from '../../texts/texts.ts';
import styles from './chart.module.css';
import { chartTexts } from './chart.texts.ts';
import { type ChartData, notesAt } from './chart-data.ts';
import { ChartLegend } from './chart-legend.tsx';
import { ChartTable, valueText } from './chart-table.tsx';
import { useDrawnChart } from './use-drawn-chart.ts';

interface ChartProps {
  readonly title: string;
  readonly data: ChartData;
  readonly kind?: 'line' | 'bars';
  /** Pixels of the drawing itself. */
  readonly height?: number;
  /** Charts of one group share their cursor; a page is one. */
  readonly group?: string;
  /** A part of the time was selected, with the mouse or with Shift and arrows; Unix milliseconds. */
  readonly onSelect?: ((from: number, to: number) => void) | undefined;
  /** Right of the title. */
  readonly actions?: ReactNode;
}

const PAGE = 10;

/**
 * Lines or bars over time: a cursor that all charts of the page share, moved by the mouse or by arrow keys, a legend
 * that reads it, alerts as bands and changes as marks; and the same as a table.
 */
export function Chart({
  title,
  data,
  kind = 'line',
  height = 160,
  group = 'page',
  onSelect,
  actions,
}: ChartProps) {
  const texts = useTexts(chartTexts);
  const formats = useFormats();
  const place = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const [isTable, setTable] = useState(false);
  const anchor = useRef<number | null>(null);
  const [isSelecting, setSelecting] = useState(false);
  const onCursor = useCallback((index: number | null) => setCursor(index), []);
  const [drawn, hasFailed] = useDrawnChart(place, { data, kind, onCursor, onSelect }, group, height);
  const isBars = kind === 'bars';
  const last = data.times.length - 1;
  const shown = Math.min(cursor ?? last, last);
  const showsTable = isTable || hasFailed;

  function move(event: KeyboardEvent): void {
    const target = targetOf(event.key, shown, last);
    if (event.key === 'Enter' && onSelect && (anchor.current !== null || (isBars && cursor !== null))) {
      const [from, to] = selection();
      if (from !== to) onSelect(from, to);
      anchor.current = null;
      setSelecting(false);
    } else if (event.key === 'Escape' && cursor !== null) {
      anchor.current = null;
      setSelecting(false);
      drawn.current?.moveCursor(null);
    } else if (target !== undefined && last >= 0) {
      if (!event.shiftKey) anchor.current = null;
      else anchor.current ??= shown;
      setSelecting(event.shiftKey);
      drawn.current?.moveCursor(target);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <Stack gap={4} component="section" aria-label={title} miw={0}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Title order={3}>{title}</Title>
        <Group gap={4} wrap="nowrap">
          {actions}
          <Tooltip label={showsTable ? texts.showChart : texts.showTable}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-label={`${title}: ${showsTable ? texts.showChart : texts.showTable}`}
              onClick={() => setTable(!isTable)}
            >
              {showsTable ? <IconChartLine size={16} stroke={1.5} /> : <IconTable size={16} stroke={1.5} />}
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      <ChartLegend
        data={data}
        index={cursor === null ? null : shown}
        selecting={isSelecting && onSelect ? selection() : undefined}
      />
      {hasFailed && (
        <Text size="xs" c="dimmed">
          {texts.notDrawn}
        </Text>
      )}
      {showsTable && <ChartTable title={title} data={data} height={height} />}
      <div
        ref={place}
        className={styles.plot}
        style={{ height, display: showsTable ? 'none' : undefined }}
        role="slider"
        tabIndex={0}
        aria-label={`${title}. ${onSelect ? texts.keysSelect : texts.keys}`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, last)}
        aria-valuenow={Math.max(0, shown)}
        aria-valuetext={spoken()}
        onKeyDown={move}
        onBlur={() => drawn.current?.moveCursor(null)}
      />
    </Stack>
  );

  /** From the anchor to the cursor; a bar ends where the next one begins. */
  function selection(): readonly [from: number, to: number] {
    const [first, end] = [Math.min(anchor.current ?? shown, shown), Math.max(anchor.current ?? shown, shown)];
    const { times } = data;
    const from = times[first] ?? 0;
    const to = times[end] ?? from;
    if (!isBars) return [from, to];
    return [from, times[end + 1] ?? to + (to - (times[end - 1] ?? to))];
  }

  function spoken(): string {
    const at = data.times[shown];
    if (at === undefined) return texts.noData;
    const values = data.series.map(
      ({ label, values: all, format }) =>
        `${label} ${all[shown] == null ? texts.nothingAt : valueText(all[shown], format ?? ((value) => formats.number(value, 1)))}`,
    );
    return [formats.time(at), ...values, ...notesAt(data, shown)].join(', ');
  }
}

function targetOf(key: string, shown: number, last: number): number | undefined {
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: shown - 1,
    ArrowRight: shown + 1,
    PageDown: shown - PAGE,
    PageUp: shown + PAGE,
    Home: 0,
    End: last,
  };
  const target = targets[key];
  return target === undefined ? undefined : Math.min(last, Math.max(0, target));
}
