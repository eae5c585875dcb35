import { useMantineColorScheme } from '@mantine/core';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { formatsOf } from '../../format/format.ts';
import { usePreferences } from '../../preferences/preferences.ts';
import type { ChartView, DrawnChart } from './draw-chart.ts';

type Part = Pick<ChartView, 'data' | 'kind' | 'onCursor' | 'onSelect'>;

const DAY = 86_400_000;
const MINUTE = 60_000;

/**
 * Keeps what is drawn in a place as wide as the place, and as the data and the theme are. The library for it is
 * fetched with the first chart.
 * @returns what is drawn, and whether it cannot be
 */
export function useDrawnChart(
  place: RefObject<HTMLElement | null>,
  part: Part,
  group: string,
  height: number,
): [RefObject<DrawnChart | null>, boolean] {
  const { language, timeZone } = usePreferences();
  const { colorScheme } = useMantineColorScheme();
  const [hasFailed, fail] = useState(false);
  const drawn = useRef<DrawnChart | null>(null);
  const view = useRef<ChartView>(null as never);
  view.current = { ...part, timeZone, ...axisFormats(language, timeZone) };
  const shape = JSON.stringify(part.data.series.map(({ label, axis }) => [label, axis]));

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` is what a chart cannot change later
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    let isGone = false;
    const observer = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0);
      if (width > 0) drawn.current?.resize(width);
    });
    import('./draw-chart.ts').then(
      ({ drawChart }) => {
        if (isGone) return;
        const width = Math.max(1, Math.floor(element.clientWidth));
        drawn.current = drawChart(element, () => view.current, { group, height, width });
        observer.observe(element);
      },
      () => fail(true),
    );
    return () => {
      isGone = true;
      observer.disconnect();
      drawn.current?.destroy();
      drawn.current = null;
    };
  }, [place, shape, group, height, part.kind, timeZone]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: all of them are drawn anew
  useEffect(() => {
    // After the theme has reached the style sheets.
    const frame = requestAnimationFrame(() => drawn.current?.update());
    return () => cancelAnimationFrame(frame);
  }, [part.data, colorScheme, language]);

  return [drawn, hasFailed];
}

function axisFormats(
  language: 'en' | 'zh',
  timeZone: string | undefined,
): Pick<ChartView, 'formatNumber' | 'formatTick'> {
  const formats = formatsOf(language, timeZone);
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const zone = timeZone === undefined ? {} : { timeZone };
  const clock = new Intl.DateTimeFormat(locale, {
    ...zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const seconds = new Intl.DateTimeFormat(locale, {
    ...zone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const day = new Intl.DateTimeFormat(locale, { ...zone, month: '2-digit', day: '2-digit' });
  const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
  return {
    formatNumber: (value) => (Math.abs(value) >= 10_000 ? compact.format(value) : formats.number(value, 2)),
    formatTick(at, step) {
      if (step < MINUTE) return seconds.format(at);
      const time = clock.format(at);
      return step >= DAY || time === '00:00' ? day.format(at) : time;
    },
  };
}
