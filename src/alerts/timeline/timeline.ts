import type { AttemptRecord, DeliveryRecord } from '../../delivery/door.ts';
import { type AlertTimelineTexts, alertTimeline } from '../../texts/alert-timeline.ts';
import type { Alert } from '../alert.ts';
import type { PastTelling } from '../history/past-alert.ts';
import type { DigestCause, NotifyReason } from '../notification.ts';

export type TimelineKind =
  | 'event'
  | 'matched'
  | 'grace'
  | 'suppressed'
  | 'opened'
  | 'escalated'
  | 'unstable'
  | 'stable'
  | 'acknowledged'
  | 'note'
  | 'resolved'
  | 'notification'
  | 'grouped'
  | 'attempt'
  | 'delivery'
  | (string & {});

/** One thing that happened, for people to read. `at` is Unix milliseconds. */
export interface TimelineEntry {
  readonly at: number;
  readonly kind: TimelineKind;
  readonly text: { readonly en: string; readonly zh: string };
  readonly deliveryId?: string | undefined;
}

/** What was written down about an alert, besides its row. */
export interface AlertEntry {
  readonly at: number;
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A message that told of the alert. */
export interface AlertTelling {
  readonly at: number;
  readonly channel: string;
  readonly reason: NotifyReason;
  readonly digest: DigestCause['kind'] | undefined;
  /** That it told of besides. */
  readonly others: number;
  readonly deliveryId: string;
  /** As the delivery log has it; undefined when it does not keep it any more. */
  readonly delivery: DeliveryRecord | undefined;
}

export interface TimelineParts {
  readonly alert: Alert;
  readonly entries: readonly AlertEntry[];
  readonly tellings: readonly AlertTelling[];
}

/** Attempts that are shown of one delivery: the first, and the last ones. */
const MOST_ATTEMPTS = 20;

/** All that is known of an alert, in the order in which it happened. */
export function timelineOf({ alert, entries, tellings }: TimelineParts): TimelineEntry[] {
  const isBornUnstable = entries.some(({ kind, at }) => kind === 'unstable' && at === alert.openedAt);
  return [
    ...lifeOf(alert, isBornUnstable),
    ...entries.flatMap(entryOf),
    ...tellings.flatMap(tellingOf),
    ...endOf(alert),
  ]
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => a.entry.at - b.entry.at || rankOf(a.entry) - rankOf(b.entry) || a.index - b.index)
    .map(({ entry }) => entry);
}

/** In the same millisecond: people are told of an end after it. What is not here comes with what happens to an alert. */
const RANKS: Readonly<Record<string, number>> = {
  event: 0,
  matched: 0,
  suppressed: 0,
  grace: 0,
  opened: 1,
  grouped: 3,
  notification: 3,
  attempt: 4,
  delivery: 5,
};

function rankOf({ kind }: TimelineEntry): number {
  return RANKS[kind] ?? 2;
}

function lifeOf(alert: Alert, isBornUnstable: boolean): TimelineEntry[] {
  const { source, key, subject, startsAt, raisedAt, dueAt, openedAt, suppressed } = alert;
  const matchedAt = Math.max(startsAt, raisedAt);
  const grace = graceBefore(dueAt ?? openedAt, matchedAt);
  const entries = [
    entry(startsAt, 'event', (texts) => texts.event({ key, reason: subject?.reason })),
    entry(matchedAt, 'matched', (texts) =>
      source.kind === 'rule' ? texts.matchedRule(source.id) : texts.matchedMonitor(source.name),
    ),
  ];
  if (suppressed > 0) entries.push(entry(matchedAt, 'suppressed', (texts) => texts.suppressed(suppressed)));
  if (grace > 0 && !isBornUnstable) entries.push(entry(matchedAt, 'grace', (texts) => texts.grace(grace)));
  if (openedAt !== undefined && !isBornUnstable) {
    // Without a grace period it opens as of the event.
    entries.push(
      entry(Math.max(openedAt, matchedAt), 'opened', (texts) =>
        grace > 0 ? texts.graceOver(grace) : texts.opened,
      ),
    );
  }
  return entries;
}

/** What opens without a grace period opened when it was seen, before it was made. To a tenth of a second: timers are no better. */
function graceBefore(openedAt: number | undefined, matchedAt: number): number {
  if (openedAt === undefined || openedAt <= matchedAt) return 0;
  const grace = openedAt - matchedAt;
  return grace < 1000 ? grace : Math.round(grace / 100) * 100;
}

function endOf({ startsAt, acknowledgement, resolution }: Alert): TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  if (acknowledgement) {
    const { at, by } = acknowledgement;
    entries.push(entry(at, 'acknowledged', (texts) => texts.acknowledged(by)));
  }
  if (resolution) {
    const { at, how, by } = resolution;
    const lasted = at - startsAt;
    entries.push(
      entry(at, 'resolved', (texts) => {
        if (how === 'manual') return texts.manual({ by: by ?? '?', lasted });
        return how === 'removed'
          ? texts.removed
          : how === 'quiet'
            ? texts.quiet(lasted)
            : texts.recovered(lasted);
      }),
    );
  }
  return entries;
}

function entryOf({ at, kind, body }: AlertEntry): TimelineEntry[] {
  const { by, text, severity = text, score = text } = body;
  switch (kind) {
    // The row of the alert tells these.
    case 'pending':
    case 'opened':
    case 'acknowledged':
    case 'resolved':
      return [];
    case 'noted':
      return [entry(at, 'note', (texts) => texts.noted({ by: String(by ?? '?'), text: String(text ?? '') }))];
    case 'escalated':
      return severity === 'critical' || severity === 'warning' || severity === 'info'
        ? [entry(at, 'escalated', (texts) => texts.escalated(severity))]
        : [];
    case 'unstable':
      return [entry(at, 'unstable', (texts) => texts.unstable(Number(score ?? 0)))];
    case 'stable':
      return [entry(at, 'stable', (texts) => texts.stable)];
    case 'told':
      return pastTellingOf(at, body as unknown as PastTelling);
    default:
      return [entry(at, kind, (texts) => (typeof text === 'string' ? text : texts.other(kind)))];
  }
}

/** Told by another broker, from which the alert was brought here. */
function pastTellingOf(at: number, past: PastTelling): TimelineEntry[] {
  const { channel, reason, digest, others, status, attempts, problem } = past;
  return [
    ...(others > 0 ? [entry(at, 'grouped', (texts) => texts.grouped(others))] : []),
    entry(at, 'notification', (texts) => texts.told({ channel, reason, digest })),
    entry(at, 'delivery', (texts) =>
      status === undefined
        ? texts.deliveryGone(channel)
        : texts.delivery({ status, channel, reason: problem, attempts }),
    ),
  ];
}

function tellingOf({
  at,
  channel,
  reason,
  digest,
  others,
  deliveryId,
  delivery,
}: AlertTelling): TimelineEntry[] {
  const say = (when: number, kind: string, write: (texts: AlertTimelineTexts) => string): TimelineEntry => ({
    ...entry(when, kind, write),
    deliveryId,
  });
  const entries = [
    ...(others > 0 ? [say(at, 'grouped', (texts) => texts.grouped(others))] : []),
    say(at, 'notification', (texts) => texts.told({ channel, reason, digest })),
  ];
  if (!delivery) return [...entries, say(at, 'delivery', (texts) => texts.deliveryGone(channel))];
  const { status, attempts, attempt_count: count, finished_at: finishedAt } = delivery;
  const shown = attempts.slice(-MOST_ATTEMPTS);
  const omitted = count - shown.length;
  const [first] = shown;
  if (omitted > 0 && first) entries.push(say(first.at, 'attempt', (texts) => texts.attemptsOmitted(omitted)));
  for (const attempt of shown)
    entries.push(
      say(attempt.at + attempt.duration_ms, 'attempt', (texts) => texts.attempt(wordsOf(attempt))),
    );
  const last = attempts.at(-1);
  const end = finishedAt ?? (last ? last.at + last.duration_ms : at);
  const settled = { status, channel, reason: delivery.reason ?? undefined, attempts: count };
  entries.push(say(end, 'delivery', (texts) => texts.delivery(settled)));
  return entries;
}

function wordsOf({ number, verdict, status, code, reason, duration_ms: took }: AttemptRecord) {
  return {
    number,
    verdict,
    status: status ?? undefined,
    code: code ?? undefined,
    reason: reason ?? undefined,
    took,
  };
}

function entry(at: number, kind: string, write: (texts: AlertTimelineTexts) => string): TimelineEntry {
  return { at, kind, text: { en: write(alertTimeline.en), zh: write(alertTimeline.zh) } };
}
