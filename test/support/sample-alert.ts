import type { Alert } from '../../src/alerts/door.ts';
import { orderedId } from '../../src/lib/ids.ts';

/** An alert as the book makes them, but for what a test says of it. */
export function sampleAlert(given: Partial<Alert> = {}): Alert {
  const startsAt = given.startsAt ?? Date.UTC(2026, 0, 1);
  return {
    id: orderedId(startsAt),
    source: { kind: 'rule', id: 'offline' },
    key: 'dev-1',
    status: 'open',
    severity: 'critical',
    title: { en: 'Device offline', zh: '设备离线' },
    summary: undefined,
    description: undefined,
    runbookUrl: undefined,
    labels: {},
    subject: {
      clientId: given.key ?? 'dev-1',
      username: undefined,
      peerHost: '10.2.3.4',
      listener: 'tcp:default',
      node: 'tocsin@127.0.0.1',
      attributes: {},
      reason: 'keepalive_timeout',
      sequence: 1,
    },
    facts: {},
    startsAt,
    raisedAt: startsAt,
    dueAt: undefined,
    openedAt: startsAt,
    lastAt: startsAt,
    count: 1,
    suppressed: 0,
    acknowledgement: undefined,
    resolution: undefined,
    flapping: undefined,
    groupId: 'rule:offline',
    ...given,
  };
}
