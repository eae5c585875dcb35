import type { Alert } from '../../alert.ts';
import type { Notification } from '../../notification.ts';
import type { MessageKind } from './message-template.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** An alert that there might be, for trying templates. */
function sampleAlert(number: number, now: number): Alert {
  const key = `dev-${String(number).padStart(4, '0')}`;
  const startsAt = now - 4 * MINUTE - 12 * SECOND;
  return {
    id: `sample-${key}`,
    source: { kind: 'rule', id: 'device_offline' },
    key,
    status: 'open',
    severity: 'critical',
    title: { en: `Device offline: ${key}`, zh: `设备离线：${key}` },
    summary: { en: 'No heartbeat any more', zh: '心跳已停止' },
    description: undefined,
    runbookUrl: 'https://wiki.example.com/offline',
    labels: { site: 'hangzhou' },
    subject: {
      clientId: key,
      username: 'u_emqx',
      peerHost: `10.2.${Math.floor(number / 250)}.${number % 250}`,
      listener: 'tcp:default',
      node: 'tocsin@127.0.0.1',
      attributes: { line: '7' },
      reason: 'keepalive_timeout',
      sequence: number,
    },
    facts: {
      clientid: key,
      username: 'u_emqx',
      reason: 'keepalive_timeout',
      peername: `10.2.${Math.floor(number / 250)}.${number % 250}:56431`,
    },
    startsAt,
    raisedAt: startsAt,
    dueAt: undefined,
    openedAt: startsAt + MINUTE,
    lastAt: startsAt,
    count: 1,
    suppressed: 0,
    acknowledgement: undefined,
    resolution: undefined,
    flapping: undefined,
    groupId: 'sample-group',
  };
}

function changesFor(kind: MessageKind, now: number): Partial<Alert> {
  switch (kind) {
    case 'acknowledge':
      return { status: 'acknowledged', acknowledgement: { at: now, by: 'zhang' } };
    case 'unstable':
      return { flapping: { since: now - 10 * MINUTE, score: 1.5, changedAt: now, isThere: true }, count: 9 };
    case 'resolve':
    case 'digest_resolve':
      return { status: 'resolved', resolution: { at: now, how: 'recovered' } };
    default:
      return {};
  }
}

const REASONS: Readonly<Partial<Record<MessageKind, Notification['reason']>>> = {
  repeat: 'repeat',
  escalate: 'escalated',
  acknowledge: 'acknowledged',
  resolve: 'resolved',
  digest_resolve: 'resolved',
};

/** A notification of this kind, about devices that do not exist. */
export function sampleNotification(kind: MessageKind, channel: string, now: number): Notification {
  const isMany = kind === 'digest' || kind === 'digest_resolve';
  const listed = Array.from({ length: isMany ? 10 : 1 }, (_, index) => ({
    ...sampleAlert(isMany ? index + 1 : 421, now),
    ...changesFor(kind, now),
  }));
  return aboutAlerts(listed, isMany ? 312 : 1, { kind, channel, now });
}

/** As if people were told of this alert now. */
export function notificationAbout(
  alert: Alert,
  kind: MessageKind,
  channel: string,
  now: number,
): Notification {
  return aboutAlerts([alert], 1, { kind, channel, now });
}

function aboutAlerts(
  listed: readonly Alert[],
  count: number,
  { kind, channel, now }: { kind: MessageKind; channel: string; now: number },
): Notification {
  const [first] = listed as readonly [Alert, ...Alert[]];
  const isOver = first.resolution !== undefined;
  return {
    id: 'sample',
    channel,
    at: now,
    reason: isOver ? 'resolved' : (REASONS[kind] ?? 'first'),
    incident: first.id,
    groupId: first.groupId,
    severity: first.severity,
    counts: { opened: isOver ? 0 : count, resolved: isOver ? count : 0, stillOpen: isOver ? 0 : count },
    listed,
    single: count === 1 ? first : undefined,
    span: { from: first.startsAt, to: first.startsAt + (count === 1 ? 0 : 40 * SECOND) },
    common: count === 1 ? [] : [{ name: 'network/16', value: '10.2.0.0/16', count, of: count }],
    digest: undefined,
  };
}
