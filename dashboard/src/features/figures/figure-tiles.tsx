import { Text, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FigureSample } from '../../../../src/api/contract.ts';
import { reasonText } from '../../../../src/texts/reason-words.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { Sparkline } from '../../shared/ui/sparkline.tsx';
import { useFigureHistory, usePresentFigures } from './figure-history.ts';
import { dropsOf, type FigureSeries, seriesOf, sumOf, topReason } from './figure-series.ts';
import styles from './figure-tiles.module.css';
import { figureTexts } from './figures.texts.ts';
import { useLiveFigures } from './live-figures.ts';

/** A point for each of the last 60 minutes. */
const HOUR = { latest: 3_600, step: 60 } as const;

/** The five figures of this second, each with its last hour. */
export function FigureTiles() {
  const texts = useTexts(figureTexts);
  const formats = useFormats();
  const language = useLanguage();
  const live = useLiveFigures();
  const present = usePresentFigures().data;
  const history = useFigureHistory(HOUR).data;
  const series = seriesOf(history ?? [], HOUR.step, Date.now());
  const rate = (read: (sample: FigureSample) => number) => ratesOf(series, read);
  const online = series.samples.map((sample) => sample?.live_connections ?? null);
  const incoming = rate(({ received }) => received);
  const outgoing = rate(({ sent }) => sent);
  const dropped = rate((sample) => sumOf(dropsOf(sample)));
  const latencies = series.samples.map((sample) => sample?.alert_latency_p95 ?? null);
  const reason = topReason(history ?? []) ?? live?.dropped_reason ?? undefined;
  const p95 = present?.alert_latency_p95;
  const peak = (values: readonly (number | null)[], digits = 1) =>
    values.length > 0 ? texts.peak(formats.number(mostOf(values), digits)) : texts.notKnown;
  const shownRate = (value: number | null | undefined) =>
    value === null || value === undefined ? undefined : formats.number(value, value < 100 ? 1 : 0);
  return (
    <div className={styles.tiles}>
      <Tile
        name={texts.online}
        value={
          live || present ? formats.number(live?.connections ?? present?.live_connections ?? 0) : undefined
        }
        note={peak([...online, live?.connections ?? null], 0)}
        past={online}
        to="/clients"
      />
      <Tile
        name={texts.incoming}
        value={shownRate(live?.received_per_second ?? present?.received_msg_rate)}
        note={peak(incoming)}
        past={incoming}
        to="/clients/topics"
      />
      <Tile
        name={texts.outgoing}
        value={shownRate(live?.sent_per_second ?? present?.sent_msg_rate)}
        note={peak(outgoing)}
        past={outgoing}
        to="/clients/subscriptions"
      />
      <Tile
        name={texts.dropped}
        value={shownRate(live?.dropped_per_second ?? present?.dropped_msg_rate)}
        note={reason === undefined ? texts.noDrops : texts.mostly(reasonText(reason, language))}
        past={dropped}
        to="/events"
        search={{ q: 'event:message.dropped event:delivery.dropped' }}
      />
      <Tile
        name={texts.latency}
        help={texts.latencyHelp}
        value={p95 === undefined ? undefined : shownLatency(p95, formats.number)}
        note={p95 === undefined ? texts.nobodyTold : texts.told(formats.number(present?.alerts_told ?? 0))}
        past={latencies}
        to="/notify/deliveries"
      />
    </div>
  );
}

interface TileProps {
  readonly name: string;
  /** undefined: there is none, and `note` says why. */
  readonly value: string | undefined;
  readonly note: string;
  readonly past: readonly (number | null)[];
  readonly help?: string;
  readonly to?: string;
  readonly search?: Readonly<Record<string, string>>;
}

function Tile({ name, value, note, past, help, to, search }: TileProps) {
  const texts = useTexts(figureTexts);
  const shown: ReactNode = value ?? '—';
  return (
    <section className={styles.tile} aria-label={name}>
      <Tooltip label={help} disabled={help === undefined} multiline maw={320}>
        <Text size="xs" c="dimmed" truncate>
          {name}
        </Text>
      </Tooltip>
      <div className={styles.value}>
        {to === undefined ? (
          shown
        ) : (
          <Text component={Link} to={to} search={search as never} inherit c="inherit" td="none">
            {shown}
          </Text>
        )}
      </div>
      <Sparkline values={past} label={texts.past60(name)} />
      <Text size="xs" c="dimmed" truncate title={note}>
        {note}
      </Text>
    </section>
  );
}

function ratesOf(
  { samples, seconds }: FigureSeries,
  read: (sample: FigureSample) => number,
): (number | null)[] {
  return samples.map((sample, index) => (sample ? read(sample) / (seconds[index] ?? 1) : null));
}

function mostOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
}

/** Milliseconds while they are few. */
function shownLatency(milliseconds: number, number: (value: number, digits?: number) => string): string {
  return milliseconds < 1000 ? `${number(milliseconds)} ms` : `${number(milliseconds / 1000, 1)} s`;
}
