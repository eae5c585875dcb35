import type { AlertNotice, NoticeAlert } from '../../delivery/door.ts';
import type { Alert } from '../alert.ts';
import { type DigestCause, MOST_FOR_PROGRAMS, type Notification } from '../notification.ts';
import { localText } from './alert-title.ts';

/** UTF-16 units of JSON that the alerts of one message may take together: it lies in the outbox. */
const LONGEST_LIST = 256 * 1024;

/** The notification as programs read it. */
export function noticeOf(notification: Notification, language: 'en' | 'zh'): AlertNotice {
  const { counts, listed, span, digest } = notification;
  const alerts = boundedList(listed, language);
  const told = Math.max(counts.opened + counts.resolved, listed.length);
  return {
    reason: notification.reason,
    incident: notification.incident,
    group_id: notification.groupId,
    severity: notification.severity,
    at: isoTime(notification.at),
    counts: { opened: counts.opened, resolved: counts.resolved, still_open: counts.stillOpen },
    from: isoTime(span.from),
    to: isoTime(span.to),
    common: notification.common,
    digest: digest && digestOf(digest),
    alerts,
    truncated_alerts: told - alerts.length,
  };
}

function boundedList(listed: readonly Alert[], language: 'en' | 'zh'): NoticeAlert[] {
  const kept: NoticeAlert[] = [];
  let size = 0;
  for (const alert of listed.slice(0, MOST_FOR_PROGRAMS)) {
    const item = noticeAlert(alert, language);
    size += JSON.stringify(item).length;
    if (size > LONGEST_LIST) break;
    kept.push(item);
  }
  return kept;
}

function noticeAlert(alert: Alert, language: 'en' | 'zh'): NoticeAlert {
  const { source, subject, resolution, acknowledgement } = alert;
  const local = (text: Alert['summary']): string | undefined =>
    text === undefined ? undefined : localText(text, language);
  return {
    id: alert.id,
    rule_id: source.kind === 'rule' ? source.id : undefined,
    monitor: source.kind === 'monitor' ? source.name : undefined,
    key: alert.key,
    title: localText(alert.title, language),
    summary: local(alert.summary),
    description: local(alert.description),
    runbook_url: alert.runbookUrl,
    severity: alert.severity,
    status: alert.status,
    labels: alert.labels,
    facts: alert.facts,
    clientid: subject?.clientId,
    username: subject?.username,
    listener: subject?.listener,
    node: subject?.node,
    count: alert.count,
    starts_at: isoTime(alert.startsAt),
    opened_at: alert.openedAt === undefined ? undefined : isoTime(alert.openedAt),
    last_at: isoTime(alert.lastAt),
    resolved_at: resolution && isoTime(resolution.at),
    resolution: resolution?.how,
    acknowledged_at: acknowledgement && isoTime(acknowledgement.at),
    acknowledged_by: acknowledgement?.by,
  };
}

function digestOf(digest: DigestCause): AlertNotice['digest'] {
  if (!('from' in digest)) return { ...digest };
  return { kind: digest.kind, from: isoTime(digest.from), to: isoTime(digest.to) };
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}
