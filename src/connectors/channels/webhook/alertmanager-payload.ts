import { fingerprint } from '../../../lib/fingerprint.ts';
import type { AlertNotice, NoticeAlert } from '../alert-notice.ts';
import type { ChannelMessage } from '../channel-message.ts';
import type { Told } from './webhook-payload.ts';

interface AlertmanagerAlert {
  status: 'firing' | 'resolved';
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  startsAt: string;
  endsAt: string;
  generatorURL: string;
  fingerprint: string;
}

/** What Go writes of no time, which Alertmanager sends for alerts that go on. */
const NO_TIME = '0001-01-01T00:00:00Z';

/** What Alertmanager's own webhook sends, version "4": every alert of a notice, or the one that a row tells of. */
export function alertmanagerPayload(message: ChannelMessage, told: Told) {
  const { notice, links = [], event, key = told.id } = message;
  const [link] = links;
  const alerts = notice
    ? notice.alerts.map((alert) => toAlert(alert, notice.alerts.length === 1 ? (link?.url ?? '') : ''))
    : [alertOfRow(message, key, told, link?.url ?? '')];
  const commonLabels = commonOf(alerts.map(({ labels }) => labels));
  const { alertname } = commonLabels;
  return {
    version: '4',
    groupKey: key,
    truncatedAlerts: notice?.truncated_alerts ?? 0,
    status: isResolved(notice, event) ? 'resolved' : 'firing',
    receiver: 'tocsin',
    groupLabels: alertname === undefined ? {} : { alertname },
    commonLabels,
    commonAnnotations: commonOf(alerts.map(({ annotations }) => annotations)),
    externalURL: (notice ? link && URL.parse(link.url)?.origin : link?.url) ?? '',
    alerts,
  };
}

/** Alertmanager says `firing` while one of the group is, listed or not: receivers close by the key of the group. */
function isResolved(notice: AlertNotice | undefined, event: ChannelMessage['event']): boolean {
  if (!notice) return event === 'resolve';
  return notice.counts.opened === 0 && notice.counts.still_open === 0;
}

function toAlert(alert: NoticeAlert, generatorURL: string): AlertmanagerAlert {
  const { rule_id: rule, monitor, key, title, summary, description, runbook_url } = alert;
  const { clientid, username, listener, node, severity } = alert;
  const source = rule ?? monitor ?? '';
  const isOver = alert.status === 'resolved';
  return {
    status: isOver ? 'resolved' : 'firing',
    labels: {
      ...namedFor(alert.labels),
      ...known({ clientid, username, listener, node, rule, monitor }),
      alertname: source,
      severity,
      key,
    },
    annotations: {
      ...namedFor(alert.facts),
      ...known({ title, summary: summary ?? title, description, runbook_url }),
    },
    startsAt: alert.starts_at,
    endsAt: (isOver ? alert.resolved_at : undefined) ?? NO_TIME,
    generatorURL,
    // Of what never changes: neither severity nor status.
    fingerprint: fingerprint(JSON.stringify([rule, monitor, key])).slice(0, 16),
  };
}

/** Names as Prometheus has them: letters, digits and `_`. */
function namedFor(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d|$)/, '_'),
      value,
    ]),
  );
}

function known(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function commonOf(records: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const [first = {}, ...others] = records;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((other) => other[name] === value)),
  );
}

/** Of the row, what tells whom an alert is about; the rest describes it. */
const IDENTIFYING = new Set(['clientid', 'node', 'topic', 'username']);

function alertOfRow(
  message: ChannelMessage,
  key: string,
  { at }: Told,
  generatorURL: string,
): AlertmanagerAlert {
  const { title, text, markdown, severity, event } = message;
  const members = scalarMembers(message);
  const time = new Date(at).toISOString();
  return {
    status: event === 'resolve' ? 'resolved' : 'firing',
    labels: {
      ...Object.fromEntries(members.filter(([name]) => IDENTIFYING.has(name))),
      alertname: title ?? 'tocsin',
      ...(severity && { severity }),
    },
    annotations: {
      ...Object.fromEntries(members.filter(([name]) => !IDENTIFYING.has(name))),
      summary: title ?? firstLine(markdown ?? text ?? ''),
      description: markdown ?? text ?? '',
    },
    startsAt: time,
    endsAt: event === 'resolve' ? time : NO_TIME,
    generatorURL,
    fingerprint: fingerprint(key).slice(0, 16),
  };
}

/** Labels and annotations are texts. */
function scalarMembers({ data, fields = [] }: ChannelMessage): [name: string, value: string][] {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return fields.map(({ name, value }) => [name, value]);
  }
  return Object.entries(data).flatMap(([name, value]) =>
    value === null || typeof value === 'object' ? [] : [[name, String(value)]],
  );
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
