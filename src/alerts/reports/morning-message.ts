import type { ChannelMessage } from '../../delivery/door.ts';
import { alertTexts, figure } from '../../texts/alert-texts.ts';
import { shownPeriod } from '../wording/shown-times.ts';

/** What happened in the night, and how it is now. */
export interface MorningFigures {
  /** Clients that are connected. */
  readonly online: number;
  /** Clients that are known, connected or not. */
  readonly known: number;
  /** Of how many devices an offline alert opened in the night. */
  readonly offline: number;
  /** Messages about alerts that reached nobody: given up in the night, or still waiting. */
  readonly undelivered: number;
  readonly opened: number;
  readonly resolved: number;
  /** Alerts that are open now. */
  readonly open: number;
}

export interface Night {
  /** Unix milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Of the report, in which its times are written. */
  readonly zone: string;
}

export function morningMessage(figures: MorningFigures, night: Night, language: 'en' | 'zh'): ChannelMessage {
  const { morning } = alertTexts[language];
  const { online, known, offline, undelivered, opened, resolved, open } = figures;
  const [title, ...values] = [online, known, offline, undelivered, opened, resolved, open].map(figure) as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const [knownText, offlineText, undeliveredText, openedText, resolvedText, openText] = values;
  return {
    title: morning.title(title, knownText, offlineText, undeliveredText),
    isTagged: true,
    fields: [
      { name: morning.period, value: shownPeriod(night.from, night.to, night.zone, night.to) },
      { name: morning.alerts, value: openedText },
      { name: morning.resolved, value: resolvedText },
      { name: morning.open, value: openText },
    ],
    severity: undelivered > 0 ? 'warning' : 'info',
    event: 'trigger',
    key: 'morning-report',
    at: night.to,
  };
}
