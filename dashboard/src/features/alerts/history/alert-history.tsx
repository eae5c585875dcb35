import { Pill, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { usePageSearch } from '../../../shared/navigation/page-search.ts';
import { usePreferences } from '../../../shared/preferences/preferences.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { alertQueryOf } from '../alert-filter.ts';
import { useAlertDays } from '../alert-queries.ts';
import { useAlertsLive } from '../alerts-live.ts';
import { AlertSearchBox } from '../open/alert-search-box.tsx';
import { CalendarStrip } from './calendar-strip.tsx';
import { dayAfter, dayOf, startOfDay } from './days.ts';
import styles from './history.module.css';
import { historyTexts } from './history.texts.ts';
import { HistoryTable } from './history-table.tsx';
import { Noisiest } from './noisiest.tsx';

const OPENED = ['open', 'acknowledged', 'resolved'];
const MONTH = 30 * 86_400_000;
const STRIP = 92 * 86_400_000;

/** What there was: by day, by rule, and each alert. All filters stand in the address. */
export function AlertHistory() {
  const texts = useTexts(historyTexts);
  const { timeZone } = usePreferences();
  const [{ q = '', from, to }, change] = usePageSearch<'q' | 'from' | 'to'>();
  useAlertsLive();

  const today = dayOf(Date.now(), timeZone);
  const words = useMemo(() => ({ status: OPENED, ...alertQueryOf(q) }), [q]);
  const filter = useMemo(() => {
    const since = from === undefined ? undefined : startOfDay(from, timeZone);
    const end = to === undefined ? undefined : startOfDay(dayAfter(to), timeZone);
    return { ...words, since, ...(end !== undefined && { until: end - 1 }) };
  }, [words, from, to, timeZone]);
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const start = startOfDay(today, timeZone) ?? 0;
  const days = useAlertDays({ ...words, since: start - STRIP, time_zone: zone });
  const isFiltered = q !== '' || from !== undefined || to !== undefined;
  return (
    <>
      <div className={styles.top}>
        <CalendarStrip
          days={days.data?.data ?? []}
          today={today}
          chosen={from === to ? from : undefined}
          onChoose={(day) => change({ from: day, to: day }, 'push')}
        />
        <Noisiest since={filter.since ?? start - MONTH} />
      </div>
      <HistoryTable
        filter={filter}
        view={`${q} ${from} ${to}`}
        onClear={isFiltered ? () => change({ q: undefined, from: undefined, to: undefined }) : undefined}
        toolbar={
          <div className={styles.filters}>
            <AlertSearchBox
              value={q}
              onChange={(next) => change({ q: next || undefined })}
              statuses={OPENED}
            />
            <TextInput
              type="date"
              aria-label={texts.from}
              value={from ?? ''}
              max={to ?? today}
              onChange={({ currentTarget }) => change({ from: currentTarget.value || undefined })}
            />
            <TextInput
              type="date"
              aria-label={texts.to}
              value={to ?? ''}
              min={from}
              onChange={({ currentTarget }) => change({ to: currentTarget.value || undefined })}
            />
            {from !== undefined && from === to && (
              <Pill
                withRemoveButton
                removeButtonProps={{ 'aria-label': texts.allDays, 'aria-hidden': false, tabIndex: 0 }}
                onRemove={() => change({ from: undefined, to: undefined })}
              >
                {texts.onDay(from)}
              </Pill>
            )}
          </div>
        }
      />
    </>
  );
}
