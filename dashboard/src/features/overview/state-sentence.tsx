import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { usePresentFigures } from '../figures/figure-history.ts';
import { useLiveFigures } from '../figures/live-figures.ts';
import { overviewTexts } from './overview.texts.ts';
import { useAlertCounts, useDeliveryCounts, useFailingChannels } from './overview-state.ts';
import styles from './state-sentence.module.css';

interface Part {
  readonly text: string;
  readonly tone?: 'critical' | 'warning' | 'well';
  readonly to?: string;
  readonly search?: Readonly<Record<string, string>>;
  /** It changes all the time: it is not read aloud. */
  readonly isRestless?: boolean;
}

const SHAPES = { critical: '▲', warning: '◆', well: '✓' } as const;

/** In one sentence whether all is well, the worst first; each number leads to what it counts. */
export function StateSentence() {
  const texts = useTexts(overviewTexts);
  const parts = useParts();
  if (parts.length === 0) return <p className={styles.sentence}>{texts.notKnown}</p>;
  return (
    <>
      <p className={styles.sentence}>
        {parts.map(({ text, tone, to, search }, index) => (
          <Fragment key={text}>
            {index > 0 && ' · '}
            <span className={tone && styles[tone]}>
              {tone && index === 0 && <span aria-hidden="true">{SHAPES[tone]} </span>}
              {to === undefined ? (
                text
              ) : (
                <Link to={to} search={search as never}>
                  {text}
                </Link>
              )}
            </span>
          </Fragment>
        ))}
      </p>
      <VisuallyHidden role="status">
        {parts
          .filter(({ isRestless }) => !isRestless)
          .map(({ text }) => text)
          .join(' · ')}
      </VisuallyHidden>
    </>
  );
}

/** Whether the sentence says all that it can say: there are answers, good or bad. */
export function useIsStateKnown(): boolean {
  return [usePresentFigures(), useAlertCounts(), useFailingChannels(), useDeliveryCounts()].every(
    ({ isFetched }) => isFetched,
  );
}

function useParts(): Part[] {
  const texts = useTexts(overviewTexts);
  const formats = useFormats();
  const live = useLiveFigures();
  const present = usePresentFigures().data;
  const counts = useAlertCounts().data;
  const failing = useFailingChannels().data ?? [];
  const deliveries = useDeliveryCounts().data;
  const connections = live?.connections ?? present?.live_connections;
  const online: Part[] =
    connections === undefined
      ? []
      : [{ text: texts.online(formats.number(connections)), to: '/clients', isRestless: true }];
  if (!counts) return online;

  const { critical, warning } = counts.open;
  const worst: Part[] = [];
  if (critical > 0)
    worst.push({
      text: texts.critical(critical, formats.number(critical)),
      tone: 'critical',
      to: '/alerts',
      search: { q: 'severity:critical is:open' },
    });
  const [channel] = failing;
  if (channel !== undefined) {
    const of = deliveries?.data.find(({ connector }) => connector === channel);
    const failures = (of?.failed ?? 0) + (of?.expired ?? 0) + (of?.retrying ?? 0);
    const name = channel.slice(channel.indexOf(':') + 1);
    worst.push({
      text: texts.channelFails(name, failures, formats.number(failures)),
      tone: 'critical',
      to: '/notify/channel',
      search: { id: channel },
    });
    if (failing.length > 1)
      worst.push({ text: texts.moreChannels(failing.length - 1), tone: 'critical', to: '/notify' });
  }
  if (warning > 0)
    worst.push({
      text: texts.warning(warning, formats.number(warning)),
      tone: 'warning',
      to: '/alerts',
      search: { q: 'severity:warning is:open' },
    });
  if (counts.status.acknowledged > 0)
    worst.push({
      text: texts.acknowledged(formats.number(counts.status.acknowledged)),
      to: '/alerts',
      search: { q: 'is:acknowledged' },
    });
  if (worst.length > 0) return [...worst, ...online];

  const failed = (deliveries?.totals.failed ?? 0) + (deliveries?.totals.expired ?? 0);
  const alerts: Part =
    counts.opened === 0
      ? { text: texts.noAlerts, to: '/alerts/history' }
      : { text: texts.alerts(counts.opened, formats.number(counts.opened)), to: '/alerts/history' };
  const told: Part[] =
    failed > 0
      ? [
          {
            text: texts.someFailed(failed, formats.number(failed)),
            tone: 'warning',
            to: '/notify/deliveries',
            search: { status: 'failed' },
          },
        ]
      : counts.opened > 0
        ? [{ text: texts.allDelivered, to: '/notify/deliveries' }]
        : [];
  return failed > 0
    ? [...told, ...online, alerts]
    : [{ text: texts.allWell, tone: 'well' }, ...online, alerts, ...told];
}
