import { type MonitorFigures, type MonitorName, monitorTexts } from '../../texts/monitor-texts.ts';
import { outboundReason } from '../../texts/outbound-reasons.ts';
import type { LocalText } from '../alert.ts';
import type { Reading } from './gauges/gauge.ts';
import { monitorKinds } from './monitor-table.ts';

type Both = Exclude<LocalText, string>;

/** Characters of an error that are shown. */
const LONGEST_REASON = 500;

/** What is the matter, with the figures filled in. @param window milliseconds */
export function messageOf(name: MonitorName, reading: Reading, window: number): Both {
  const { value, of, reason, reasonZh, top, addresses, waiting } = reading;
  const figures: MonitorFigures = {
    value,
    of,
    window,
    subject: subjectOf(reading),
    reason: reason?.slice(0, LONGEST_REASON),
    top,
    addresses,
    waiting,
  };
  return {
    en: monitorTexts.en[name].message(figures),
    zh: monitorTexts.zh[name].message({
      ...figures,
      reason: reasonZh?.slice(0, LONGEST_REASON) ?? (figures.reason && outboundReason(figures.reason, 'zh')),
    }),
  };
}

export function adviceOf(name: MonitorName): Both {
  return { en: monitorTexts.en[name].advice, zh: monitorTexts.zh[name].advice };
}

/** What people know it by. */
export function subjectOf({ key, name }: Pick<Reading, 'key' | 'name'>): string {
  return name ?? key;
}

/** The name of the alarm: EMQX's, and what it is about. */
export function alarmName(name: MonitorName, reading: Pick<Reading, 'key' | 'name'>): string {
  const { alarm } = monitorKinds[name];
  if (reading.key === '') return alarm;
  // `connector:http:ops`, as in EMQX.
  return name === 'connector_down' ? `${alarm}:${reading.key}` : `${alarm}/${reading.key}`;
}

/** The text of the alarm for those who read no Chinese; that of a connector begins as EMQX's does. */
export function alarmMessage(name: MonitorName, reading: Reading, message: Both): string {
  return name === 'connector_down' ? `resource down: ${reading.reason ?? 'unknown reason'}` : message.en;
}
