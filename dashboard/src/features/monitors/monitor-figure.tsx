import type { Monitor } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import styles from './monitors.module.css';
import { monitorTexts } from './monitors.texts.ts';

type Figure = Pick<Monitor, 'unit' | 'watched'> & {
  readonly value: number | null;
  readonly of: number | null;
};

/** 1,284 connections of 10,000; or how many of several things are active. */
export function MonitorFigure({ monitor }: { monitor: Figure }) {
  const texts = useTexts(monitorTexts);
  const say = useFigureText();
  const formats = useFormats();
  const { value, of, unit, watched } = monitor;
  // Those that watch several things have nothing to say when there is none; what others raise is counted.
  const isIdle = watched.length === 0 && unit !== 'channels';
  if (value === null || isIdle) return <span className={styles.dimmed}>—</span>;
  const isOfSeveral = watched.length > 0 && !watched.some(({ key }) => key === '');
  if (isOfSeveral) return <>{texts.activeOf(formats.number(value), formats.number(watched.length))}</>;
  return (
    <>
      {say(value, unit)}
      {of !== null && <span className={styles.dimmed}> {texts.of(say(of, unit))}</span>}
    </>
  );
}

export function useFigureText(): (value: number, unit: string) => string {
  const texts = useTexts(monitorTexts);
  const formats = useFormats();
  return (value, unit) => {
    if (unit === 'bytes') return formats.bytes(value);
    const word = texts.units[unit] ?? unit;
    const figure = formats.number(value, 1);
    return word === '%' || word === '/s' ? `${figure}${word === '%' ? ' %' : '/s'}` : `${figure} ${word}`;
  };
}

/** ≥ 80 %, ≥ 100 GB, ≤ 14 days: the server says it as somebody wrote it. */
export function useThresholdText(): (monitor: Pick<Monitor, 'direction' | 'threshold' | 'unit'>) => string {
  const say = useFigureText();
  const sayDuration = useDurationText();
  return ({ direction, threshold, unit }) => {
    const said =
      typeof threshold === 'number' ? say(threshold, unit) : sayDuration(threshold.replace(PART, '$1 $2'));
    return `${direction === 'above' ? '≥' : '≤'} ${said}`;
  };
}

/** 80%, 100GB */
const PART = /^([\d.]+)(%|[kMGT]?B)$/;

const DURATION = /^([\d.]+)(ms|s|m|h|d)$/;

const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `5m` in words; whatever else stays as it is. */
export function useDurationText(): (written: string | number) => string {
  const formats = useFormats();
  return (written) => {
    const [, figure, unit = ''] = DURATION.exec(String(written)) ?? [];
    return figure === undefined
      ? String(written)
      : formats.duration(Number(figure) * (MILLISECONDS[unit] ?? 1));
  };
}

const SHAPES: Readonly<Record<Monitor['state'], string>> = {
  off: '○',
  ok: '✓',
  pending: '◆',
  active: '▲',
  dismissed: '‖',
};

export function MonitorState({ state }: { state: Monitor['state'] }) {
  const texts = useTexts(monitorTexts);
  return (
    <span className={styles[state] ?? ''}>
      <span aria-hidden="true">{SHAPES[state]} </span>
      {texts.states[state]}
    </span>
  );
}
