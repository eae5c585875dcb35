import { Text } from '@mantine/core';
import { useMemo } from 'react';
import type { EventHistogram } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { Chart } from '../../shared/ui/chart/chart.tsx';
import type { ChartData } from '../../shared/ui/chart/chart-data.ts';
import { eventsTexts } from './events.texts.ts';

interface HistogramProps {
  readonly histogram: EventHistogram;
  readonly onSelect: (from: number, to: number) => void;
}

/** Kinds of which every one is trouble, as far as its name says. */
const TROUBLE: ReadonlySet<string> = new Set([
  'client.disconnected',
  'connection.refused',
  'session.subscribe_refused',
  'message.dropped',
  'delivery.dropped',
  'alarm.activated',
  'journal.gap',
]);

/** How many events there were, over time; a drag selects a part of it. */
export function EventHistogramChart({ histogram, onSelect }: HistogramProps) {
  const texts = useTexts(eventsTexts);
  const formats = useFormats();
  const data = useMemo((): ChartData => barsOf(histogram, texts), [histogram, texts]);
  const { counted_from } = histogram.meta;
  const { step } = histogram.meta;
  return (
    <>
      <Chart
        title={texts.histogram}
        data={data}
        kind="bars"
        height={90}
        group="events"
        onSelect={(from, to) => onSelect(Math.floor(from), Math.ceil(Math.max(to, from + step / 10)))}
      />
      {counted_from !== undefined && (
        <Text size="xs" c="dimmed">
          {texts.countedFrom(formats.time(counted_from))}
        </Text>
      )}
    </>
  );
}

function barsOf({ data, meta }: EventHistogram, texts: { all: string; trouble: string }): ChartData {
  const { step } = meta;
  const [from, to] = [Date.parse(meta.from), Date.parse(meta.to)];
  const counts = new Map(data.map((bucket) => [Date.parse(bucket.at), bucket]));
  const times: number[] = [];
  for (let at = Math.floor(from / step) * step; at <= to; at += step) times.push(at);
  const troubleOf = (at: number) =>
    Object.entries(counts.get(at)?.counts ?? {}).reduce(
      (sum, [name, count]) => sum + (TROUBLE.has(name) ? count : 0),
      0,
    );
  return {
    times,
    series: [
      { label: texts.all, values: times.map((at) => counts.get(at)?.count ?? 0) },
      { label: texts.trouble, values: times.map(troubleOf) },
    ],
    isSummed: true,
    range: [times[0] ?? from, Math.max(to, (times.at(-1) ?? to) + step)],
  };
}
