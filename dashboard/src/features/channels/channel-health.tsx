import { VisuallyHidden } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import type { DeliveryCounts } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { useFormats } from '../../shared/format/format.ts';
import { usePreferences } from '../../shared/preferences/preferences.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { countsOf } from '../connectors/connector-queries.ts';
import own from './channels.module.css';
import { channelTexts } from './channels.texts.ts';

const DAYS = 7;
const DAY = 86_400_000;

/** What became of the deliveries of each of the last seven days. */
export function ChannelHealth({ id }: { id: string }) {
  const texts = useTexts(channelTexts);
  const formats = useFormats();
  const { language } = usePreferences();
  const days = useDays(id);
  const most = Math.max(1, ...days.map(({ delivered, failed }) => delivered + failed));
  const weekday = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { weekday: 'short' });
  return (
    <ul className={own.days} aria-label={texts.health}>
      {days.map(({ start, delivered, failed }) => {
        const words = `${weekday.format(start)}: ${texts.sent(formats.number(delivered))} · ${texts.failed(formats.number(failed))}`;
        return (
          <li key={start} className={own.day} title={words}>
            <VisuallyHidden>{words}</VisuallyHidden>
            <div className={own.bar} aria-hidden="true">
              <div data-part="failed" style={{ blockSize: `${(failed / most) * 100}%` }} />
              <div data-part="delivered" style={{ blockSize: `${(delivered / most) * 100}%` }} />
            </div>
            <span aria-hidden="true">{weekday.format(start)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** The counts since each midnight; one less the next is a day. */
function useDays(id: string) {
  const today = new Date().setHours(0, 0, 0, 0);
  const starts = Array.from({ length: DAYS }, (_, index) => today - (DAYS - 1 - index) * DAY);
  const answers = useQueries({
    queries: starts.map((since) => ({
      queryKey: ['deliveries', 'counts', 'since', since],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get<DeliveryCounts>('/deliveries/stats', { since }, signal),
      staleTime: 30_000,
      refetchInterval: 60_000,
    })),
  });
  const since = answers.map(({ data }) => {
    const own = countsOf(data, id);
    return { delivered: own?.delivered ?? 0, failed: (own?.failed ?? 0) + (own?.expired ?? 0) };
  });
  return starts.map((start, index) => ({
    start,
    delivered: Math.max(0, (since[index]?.delivered ?? 0) - (since[index + 1]?.delivered ?? 0)),
    failed: Math.max(0, (since[index]?.failed ?? 0) - (since[index + 1]?.failed ?? 0)),
  }));
}
