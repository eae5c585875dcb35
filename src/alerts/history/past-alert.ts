import { z } from 'zod';
import { timeOfOrderedId } from '../../lib/ids.ts';
import { type Alert, SEVERITIES } from '../alert.ts';

/** Entries of one alert that a document may have: as many as are kept. */
const MOST_ENTRIES = 1000;
/** Labels, facts and attributes of one. */
const MOST_PAIRS = 200;
const LONGEST = 16_384;

/** Until the year 5138; none of them is in need of more. */
const moment = z.int().min(0).max(99_999_999_999_999);
const text = z.string().max(LONGEST);
const localText = z.union([text, z.object({ en: text, zh: text })]);
const pairs = z
  .record(text, text)
  .refine((record) => Object.keys(record).length <= MOST_PAIRS, { error: `more than ${MOST_PAIRS} of them` });

const told = z.object({
  channel: text,
  reason: z.enum(['first', 'more', 'escalated', 'repeat', 'acknowledged', 'resolved']),
  digest: z.enum(['throttled', 'interrupted', 'quiet_hours', 'after_silence']).optional(),
  others: z.int().min(0).default(0),
  /** How the delivery ended, as far as it is known. */
  status: z.enum(['queued', 'retrying', 'delivered', 'failed', 'digested', 'expired']).optional(),
  attempts: z.int().min(0).default(0),
  problem: text.optional(),
});

/** A message to a channel as the history of an alert has it, whose delivery lies elsewhere or nowhere. */
export type PastTelling = z.output<typeof told>;

const entry = z.union([
  z.object({ at: moment, kind: z.literal('told'), told }),
  z.object({
    at: moment,
    kind: z.enum(['noted', 'escalated', 'unstable', 'stable']),
    text: text.optional(),
    by: text.optional(),
  }),
]);

export type PastEntry = z.output<typeof entry>;

/** An alert that is over, with what happened to it, as backups have it. Times are Unix milliseconds. */
export const pastAlertSchema = z
  .object({
    id: z.string().max(64),
    rule_id: text.optional(),
    monitor: text.optional(),
    key: z.string().max(65_535),
    severity: z.enum(SEVERITIES),
    title: localText,
    summary: localText.optional(),
    description: localText.optional(),
    runbook_url: text.optional(),
    labels: pairs.default({}),
    facts: pairs.default({}),
    clientid: z.string().max(65_535).optional(),
    username: z.string().max(65_535).optional(),
    peerhost: text.optional(),
    listener: text.optional(),
    node: text.optional(),
    client_attrs: pairs.optional(),
    reason: text.optional(),
    starts_at: moment,
    raised_at: moment,
    due_at: moment.optional(),
    opened_at: moment.optional(),
    last_at: moment,
    count: z.int().min(1),
    suppressed: z.int().min(0).default(0),
    acknowledged_at: moment.optional(),
    acknowledged_by: text.optional(),
    resolved_at: moment,
    resolved_how: z.enum(['recovered', 'quiet', 'manual', 'removed']),
    resolved_by: text.optional(),
    group_id: text,
    entries: z.array(entry).max(MOST_ENTRIES).default([]),
  })
  .refine(({ rule_id, monitor }) => (rule_id === undefined) !== (monitor === undefined), {
    error: 'it is of a rule (rule_id) or of a monitor, one of them',
  })
  // Searches by time rely on it.
  .refine(({ id, starts_at }) => (timeOfOrderedId(id) ?? -1) >= starts_at, {
    path: ['id'],
    error: 'is no id of an alert that began at starts_at',
  })
  .refine(({ starts_at, resolved_at }) => resolved_at >= starts_at, {
    path: ['resolved_at'],
    error: 'is before starts_at',
  });

export type PastAlert = z.output<typeof pastAlertSchema>;

/** Undefined for one that is not over. */
export function pastAlert(alert: Alert, entries: readonly PastEntry[]): PastAlert | undefined {
  const { source, subject, acknowledgement, resolution } = alert;
  if (!resolution) return undefined;
  return {
    id: alert.id,
    rule_id: source.kind === 'rule' ? source.id : undefined,
    monitor: source.kind === 'monitor' ? source.name : undefined,
    key: alert.key,
    severity: alert.severity,
    title: alert.title,
    summary: alert.summary,
    description: alert.description,
    runbook_url: alert.runbookUrl,
    labels: alert.labels,
    facts: alert.facts,
    clientid: subject?.clientId,
    username: subject?.username,
    peerhost: subject?.peerHost,
    listener: subject?.listener,
    node: subject?.node,
    client_attrs: subject?.attributes,
    reason: subject?.reason,
    starts_at: alert.startsAt,
    raised_at: alert.raisedAt,
    due_at: alert.dueAt,
    opened_at: alert.openedAt,
    last_at: alert.lastAt,
    count: alert.count,
    suppressed: alert.suppressed,
    acknowledged_at: acknowledgement?.at,
    acknowledged_by: acknowledgement?.by,
    resolved_at: resolution.at,
    resolved_how: resolution.how,
    resolved_by: resolution.by,
    group_id: alert.groupId,
    entries: [...entries],
  };
}

/** The same as the book keeps it. */
export function alertOf(past: PastAlert): Alert {
  const { acknowledged_at: acknowledgedAt, acknowledged_by: acknowledgedBy } = past;
  return {
    id: past.id,
    source:
      past.rule_id === undefined
        ? { kind: 'monitor', name: past.monitor ?? '' }
        : { kind: 'rule', id: past.rule_id },
    key: past.key,
    status: 'resolved',
    severity: past.severity,
    title: past.title,
    summary: past.summary,
    description: past.description,
    runbookUrl: past.runbook_url,
    labels: past.labels,
    subject:
      past.clientid === undefined
        ? undefined
        : {
            clientId: past.clientid,
            username: past.username,
            peerHost: past.peerhost,
            listener: past.listener,
            node: past.node ?? '',
            attributes: past.client_attrs ?? {},
            reason: past.reason,
            sequence: undefined,
          },
    facts: past.facts,
    startsAt: past.starts_at,
    raisedAt: past.raised_at,
    dueAt: past.due_at,
    openedAt: past.opened_at,
    lastAt: past.last_at,
    count: past.count,
    suppressed: past.suppressed,
    acknowledgement:
      acknowledgedAt === undefined ? undefined : { at: acknowledgedAt, by: acknowledgedBy ?? '?' },
    resolution: {
      at: past.resolved_at,
      how: past.resolved_how,
      ...(past.resolved_by !== undefined && { by: past.resolved_by }),
    },
    flapping: undefined,
    groupId: past.group_id,
  };
}
