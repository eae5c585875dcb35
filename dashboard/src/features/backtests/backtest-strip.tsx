import { Text } from '@mantine/core';
import type { Backtest } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import styles from './backtest-strip.module.css';
import { backtestTexts } from './backtests.texts.ts';

/** Bars of alerts that are drawn; the table has them all. */
const MOST_BARS = 200;
/** Rows that bars stand in, so that those at the same time do not cover each other. */
const LANES = 6;

interface Bar {
  readonly alert: Backtest['alerts'][number];
  readonly left: number;
  readonly width: number;
  readonly lane: number;
}

/** The time that was looked at: what matched, and below it the alerts, as long as they would have been open. */
export function BacktestStrip({ backtest }: { backtest: Backtest }) {
  const texts = useTexts(backtestTexts);
  const formats = useFormats();
  const { buckets } = backtest;
  const from = Date.parse(backtest.from);
  const to = Date.parse(backtest.to);
  const most = Math.max(1, ...buckets.map(({ passed }) => passed));
  const bars = layOut(backtest.alerts.slice(0, MOST_BARS), from, to);
  const lanes = Math.max(0, ...bars.map(({ lane }) => lane + 1));
  return (
    <figure className={styles.figure} aria-label={texts.strip(backtest.row_count, backtest.alert_count)}>
      <div className={styles.buckets} aria-hidden="true">
        {buckets.map(({ from: at, matched, passed }) => (
          <div
            key={at}
            className={styles.bucket}
            title={texts.bucket(formats.time(at), matched, passed)}
            data-empty={passed === 0 || undefined}
          >
            <div style={{ height: passed === 0 ? 0 : `${Math.max(8, (passed / most) * 100)}%` }} />
          </div>
        ))}
      </div>
      {bars.length > 0 && (
        <div className={styles.lanes} style={{ height: lanes * 8 + 4 }} aria-hidden="true">
          {bars.map(({ alert, left, width, lane }) => (
            <div
              key={`${alert.key} ${alert.starts_at}`}
              className={styles.bar}
              data-severity={alert.severity}
              style={{ left: `${left}%`, width: `${width}%`, top: lane * 8 + 2 }}
              title={`${alert.title} · ${alert.key.slice(0, 64)} · ${
                alert.duration_ms === null ? texts.stillOpen : formats.duration(alert.duration_ms)
              }`}
            />
          ))}
        </div>
      )}
      <div className={styles.times}>
        <Text span size="xs" c="dimmed">
          {formats.time(from, 'minute')}
        </Text>
        <Text span size="xs" c="dimmed">
          {formats.time(to, 'minute')}
        </Text>
      </div>
    </figure>
  );
}

function layOut(alerts: Backtest['alerts'], from: number, to: number): Bar[] {
  const span = Math.max(1, to - from);
  const ends: number[] = [];
  return alerts.map((alert) => {
    const start = Math.max(from, Date.parse(alert.opened_at ?? alert.starts_at));
    const end = alert.resolved_at === null ? to : Date.parse(alert.resolved_at);
    const left = ((start - from) / span) * 100;
    const width = Math.min(100 - left, Math.max(0.3, ((end - start) / span) * 100));
    const free = ends.findIndex((one) => one <= left);
    const lane = free >= 0 ? free : ends.length < LANES ? ends.length : LANES - 1;
    ends[lane] = left + width;
    return { alert, left, width, lane };
  });
}
