import type { MonitorName } from '../../texts/monitor-texts.ts';
import type { Alert, LocalText } from '../alert.ts';
import type { Condition } from '../alert-book.ts';
import { adviceOf, alarmMessage, subjectOf } from './alarm-text.ts';
import type { Reading } from './gauges/gauge.ts';
import type { Monitor, Watched } from './monitor.ts';

/** Of EMQX's alarms about the machine. */
const WATERMARKED: ReadonlySet<string> = new Set(['cpu_high', 'memory_high']);

/** The alert that a monitor raises. @param isNew false when it tells the present figures of one that is there already */
export function conditionOf(
  monitor: Monitor,
  { reading }: Watched,
  { node, at, isNew }: { readonly node: string; readonly at: number; readonly isNew: boolean },
): Condition {
  const { name } = monitor;
  return {
    source: { kind: 'monitor', name },
    key: reading.key === '' ? node : reading.key,
    severity: monitor.severityOf(reading),
    title: monitor.messageOf(reading),
    description: adviceOf(name),
    labels: { monitor: name, node, ...(reading.key !== '' && { subject: subjectOf(reading) }) },
    facts: factsOf(monitor, reading),
    at,
    rows: isNew ? 1 : 0,
  };
}

/** The alarm, for programs: EMQX's members where it has them. */
export function detailsOf(
  monitor: Monitor,
  { reading }: Watched,
): { readonly details: Readonly<Record<string, string | number>>; readonly message: string } {
  const message = monitor.messageOf(reading);
  const advice = adviceOf(monitor.name) as { readonly en: string; readonly zh: string };
  const { threshold, clear_threshold, window } = monitor.settings;
  const details = {
    ...reading.details,
    ...(WATERMARKED.has(monitor.name) && {
      high_watermark: `${threshold}`,
      low_watermark: `${clear_threshold}`,
    }),
    ...(monitor.name === 'connector_down' && { reason: 'resource_down' }),
    monitor: monitor.name,
    severity: monitor.severityOf(reading),
    value: Math.round(reading.value * 100) / 100,
    ...(isKnown(reading.of) && { of: reading.of }),
    threshold,
    clear_threshold,
    window,
    ...(reading.reason !== undefined && { cause: reading.reason }),
    ...(reading.top !== undefined && { top: reading.top }),
    ...(reading.addresses !== undefined && { addresses: reading.addresses }),
    message: message.en,
    message_zh: message.zh,
    advice: advice.en,
    advice_zh: advice.zh,
  };
  return { details, message: alarmMessage(monitor.name, reading, message) };
}

/** The alarm of an alert of a monitor that others raised: about a channel that takes no alerts. */
export function toldAlarm({ key, title, severity, summary }: Alert): {
  readonly name: string;
  readonly details: Readonly<Record<string, string>>;
  readonly message: string;
} {
  const [message, cause] = [both(title), both(summary ?? '')];
  const details = {
    monitor: 'alerting_failed',
    severity,
    channel: key,
    cause: cause.en,
    message: message.en,
    message_zh: message.zh,
  };
  return { name: `alerting_failed/${key}`, details, message: message.en };
}

/** The alarm of an alert of before the start. */
export function olderAlarm(
  monitor: MonitorName,
  { title, severity, facts }: Pick<Alert, 'title' | 'severity' | 'facts'>,
): { readonly details: Readonly<Record<string, string>>; readonly message: string } {
  const { en, zh } = both(title);
  const cause = facts.reason === undefined ? {} : { cause: facts.reason };
  return { details: { ...facts, ...cause, monitor, severity, message: en, message_zh: zh }, message: en };
}

function both(text: LocalText): { readonly en: string; readonly zh: string } {
  return typeof text === 'string' ? { en: text, zh: text } : text;
}

/** Figures for people. */
function factsOf(monitor: Monitor, reading: Reading): Record<string, string> {
  const { value, of, reason, top, addresses, waiting } = reading;
  const { threshold } = monitor.settings;
  const facts = {
    value: Math.round(value * 100) / 100,
    of: isKnown(of) ? of : undefined,
    threshold,
    reason,
    top,
    addresses,
    waiting,
  };
  return Object.fromEntries(
    Object.entries(facts)
      .filter(([, fact]) => fact !== undefined)
      .map(([name, fact]) => [name, String(fact).slice(0, 1024)]),
  );
}

function isKnown(of: number | undefined): of is number {
  return of !== undefined && Number.isFinite(of);
}
