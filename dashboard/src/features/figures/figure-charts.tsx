import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import type { AuditEntry, FigureSample } from '../../../../src/api/contract.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { Chart } from '../../shared/ui/chart/chart.tsx';
import type { ChartData, ChartMark } from '../../shared/ui/chart/chart-data.ts';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { useAlertBands, useConfigChanges } from './chart-notes.ts';
import styles from './figure-charts.module.css';
import { RANGES, type RangeName, useFigureHistory } from './figure-history.ts';
import { dropsOf, type FigureSeries, seriesOf, sumOf } from './figure-series.ts';
import { figureTexts } from './figures.texts.ts';

interface FigureChartsProps {
  readonly range: RangeName;
  readonly onRange: (range: RangeName) => void;
}

/** Four charts of the past with one cursor, on which alerts are bands and changes are marks. */
export function FigureCharts({ range, onRange }: FigureChartsProps) {
  const texts = useTexts(figureTexts);
  const history = useFigureHistory(RANGES[range]);
  return (
    <Stack gap="xs" component="section" aria-label={texts.charts}>
      <SegmentedControl
        size="xs"
        aria-label={texts.range}
        value={range}
        onChange={(name) => onRange(name as RangeName)}
        transitionDuration={0}
        style={{ alignSelf: 'flex-start' }}
        data={Object.keys(RANGES).map((name) => ({ value: name, label: texts.ranges[name as RangeName] }))}
      />
      <QueryView
        query={history}
        isEmpty={(samples) => samples.length === 0}
        empty={<Text c="dimmed">{texts.noPast}</Text>}
      >
        {(samples) => <Charts samples={samples} range={range} at={history.dataUpdatedAt} />}
      </QueryView>
    </Stack>
  );
}

function Charts({ samples, range, at }: { samples: readonly FigureSample[]; range: RangeName; at: number }) {
  const texts = useTexts(figureTexts);
  const language = useLanguage();
  const { latest, step } = RANGES[range];
  const bands = useAlertBands(latest, language).data;
  const changes = useConfigChanges(latest).data;
  const charts = useMemo(() => {
    const series = seriesOf(samples, step, at);
    const { times } = series;
    const common: Pick<ChartData, 'times' | 'bands' | 'marks' | 'range'> = {
      times,
      bands: bands?.map((band) => ({ ...band, to: Math.min(band.to, at) })),
      marks: marksOf(series, changes ?? [], texts),
      range: [at - latest * 1000, at],
    };
    const gauge = (read: (sample: FigureSample) => number) =>
      series.samples.map((sample) => (sample ? read(sample) : null));
    const per = (seconds: number, read: (sample: FigureSample) => number) =>
      series.samples.map((sample, index) =>
        sample ? (read(sample) * seconds) / (series.seconds[index] ?? 1) : null,
      );
    return [
      {
        title: texts.connections,
        data: {
          ...common,
          series: [
            { label: texts.onlineShort, values: gauge((sample) => sample.live_connections) },
            { label: texts.sessions, values: gauge((sample) => sample.connections) },
          ],
        },
      },
      {
        title: texts.messages,
        data: {
          ...common,
          series: [
            { label: texts.in, values: per(1, ({ received }) => received) },
            { label: texts.out, values: per(1, ({ sent }) => sent) },
          ],
        },
      },
      {
        title: texts.droppedDenied,
        data: {
          ...common,
          series: [
            {
              label: texts.droppedShort,
              values: per(1, (sample) => sumOf(dropsOf(sample)) - sample.dropped_no_subscribers),
            },
            { label: texts.noSubscriber, values: per(1, (sample) => sample.dropped_no_subscribers) },
            { label: texts.denied, values: per(1, ({ denied }) => denied) },
            { label: texts.loginsFailed, values: per(1, (sample) => sample.logins_failed) },
          ],
        },
      },
      {
        title: texts.deliveries,
        data: {
          ...common,
          series: [
            { label: texts.delivered, values: per(60, (sample) => sample.deliveries_delivered) },
            { label: texts.retried, values: per(60, (sample) => sample.deliveries_retried) },
            {
              label: texts.failed,
              values: per(
                60,
                (sample) => sample.deliveries_failed + sample.deliveries_expired + sample.deliveries_dropped,
              ),
            },
          ],
        },
      },
    ];
  }, [samples, step, latest, at, bands, changes, texts]);
  return (
    <div className={styles.charts}>
      {charts.map(({ title, data }) => (
        <Chart key={title} title={title} data={data} height={140} />
      ))}
    </div>
  );
}

function marksOf(
  { times, samples }: FigureSeries,
  changes: readonly AuditEntry[],
  texts: { restarted: string; changed: (who: string, what: string) => string },
): ChartMark[] {
  const starts = samples.flatMap((sample, index) => {
    const at = times[index];
    return at !== undefined && sample !== null && index > 0 && samples[index - 1] === null
      ? [{ at, label: texts.restarted }]
      : [];
  });
  const edits = changes.map(({ created_at, source, operation_type, http_request }) => ({
    at: Date.parse(created_at),
    label: texts.changed(
      source,
      [operation_type, ...Object.values(http_request.bindings)].join(' ').slice(0, 80),
    ),
  }));
  return [...starts, ...edits];
}
