import type { Alert } from '../../../src/alerts/alert.ts';
import type { Notification } from '../../../src/alerts/notification.ts';

/** 2026-08-20 14:03:07 +08:00 */
export const BEGAN_AT = Date.parse('2026-08-20T06:03:07Z');

/** A device that is gone, as the playbook for it tells. */
export function toldAlert(changes: Partial<Alert> = {}): Alert {
  const key = changes.key ?? 'dev-0421';
  return {
    id: `alert-${key.slice(0, 40)}`,
    source: { kind: 'rule', id: 'device_offline' },
    key,
    status: 'open',
    severity: 'critical',
    title: { en: `Device offline: ${key}`, zh: `设备离线：${key}` },
    summary: undefined,
    description: undefined,
    runbookUrl: undefined,
    labels: {},
    subject: {
      clientId: key,
      username: 'u_emqx',
      peerHost: '192.168.0.10',
      listener: 'tcp:default',
      node: 'tocsin@127.0.0.1',
      attributes: {},
      reason: 'keepalive_timeout',
      sequence: 7,
    },
    facts: {
      clientid: key,
      username: 'u_emqx',
      reason: 'keepalive_timeout',
      peername: '192.168.0.10:56431',
      disconnected_at: String(BEGAN_AT),
    },
    startsAt: BEGAN_AT,
    raisedAt: BEGAN_AT,
    dueAt: undefined,
    openedAt: BEGAN_AT + 60_000,
    lastAt: BEGAN_AT,
    count: 1,
    suppressed: 0,
    acknowledgement: undefined,
    resolution: undefined,
    flapping: undefined,
    groupId: 'group-1',
    ...changes,
  };
}

export function backAlert(changes: Partial<Alert> = {}): Alert {
  return toldAlert({
    status: 'resolved',
    resolution: { at: BEGAN_AT + 252_000, how: 'recovered' },
    ...changes,
  });
}

/** About one alert. */
export function toldOnce(alert: Alert, changes: Partial<Notification> = {}): Notification {
  const isOver = alert.resolution !== undefined;
  return {
    id: 'notification-1',
    channel: 'wecom:ops',
    at: alert.resolution?.at ?? BEGAN_AT + 60_000,
    reason: isOver ? 'resolved' : 'first',
    incident: alert.id,
    groupId: alert.groupId,
    severity: alert.severity,
    counts: { opened: isOver ? 0 : 1, resolved: isOver ? 1 : 0, stillOpen: isOver ? 0 : 1 },
    listed: [alert],
    single: alert,
    span: { from: alert.startsAt, to: alert.startsAt },
    common: [],
    digest: undefined,
    ...changes,
  };
}

/** About 312 devices of one network, lost within 40 seconds. */
export function toldTogether(changes: Partial<Notification> = {}): Notification {
  return {
    ...toldOnce(toldAlert()),
    incident: 'group-1',
    single: undefined,
    counts: { opened: 312, resolved: 0, stillOpen: 312 },
    listed: Array.from({ length: 10 }, (_, index) =>
      toldAlert({ key: `dev-${String(index + 1).padStart(4, '0')}` }),
    ),
    span: { from: BEGAN_AT, to: BEGAN_AT + 40_000 },
    common: [{ name: 'network/16', value: '10.2.0.0/16', count: 312, of: 312 }],
    ...changes,
  };
}
