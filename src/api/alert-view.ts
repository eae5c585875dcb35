import type {
  AlertBook,
  AlertFigures,
  AlertFilter,
  Alert as KnownAlert,
  LiveAlertFilter,
  LocalText,
  SilenceJudge,
  TimelineEntry,
} from '../alerts/door.ts';
import type { Alert, AlertCounts, AlertDetail, AlertQuery, AlertStreamQuery } from './contract.ts';
import { momentOrNull, toTimestamp } from './timestamps.ts';

export type ViewLanguage = 'en' | 'zh';

/** What keeps people from being told of an alert now. */
type HoldingOf = SilenceJudge['holding'];

/** An alert as the API shows it. @param now Unix milliseconds */
export function alertView(
  alert: KnownAlert,
  language: ViewLanguage,
  now: number,
  holdingOf: HoldingOf,
): Alert {
  const { source, subject, resolution, acknowledgement, flapping } = alert;
  const held = resolution ? undefined : holdingOf(alert, now);
  return {
    id: alert.id,
    rule_id: source.kind === 'rule' ? source.id : null,
    monitor: source.kind === 'monitor' ? source.name : null,
    key: alert.key,
    title: inLanguage(alert.title, language),
    severity: alert.severity,
    status: alert.status,
    summary: textOrNull(alert.summary, language),
    description: textOrNull(alert.description, language),
    runbook_url: alert.runbookUrl ?? null,
    labels: alert.labels,
    facts: alert.facts,
    clientid: subject?.clientId ?? null,
    username: subject?.username ?? null,
    peerhost: subject?.peerHost ?? null,
    listener: subject?.listener ?? null,
    node: subject?.node ?? null,
    reason: subject?.reason ?? null,
    client_attrs: subject?.attributes ?? {},
    count: alert.count,
    suppressed: alert.suppressed,
    flapping: flapping ? { since: toTimestamp(flapping.since), score: flapping.score } : null,
    starts_at: toTimestamp(alert.startsAt),
    due_at: momentOrNull(alert.dueAt),
    opened_at: momentOrNull(alert.openedAt),
    last_at: toTimestamp(alert.lastAt),
    resolved_at: momentOrNull(resolution?.at),
    resolved_how: resolution?.how ?? null,
    resolved_by: resolution?.by ?? null,
    duration_ms: Math.max(0, Math.round((resolution?.at ?? now) - alert.startsAt)),
    acknowledged_by: acknowledgement?.by ?? null,
    acknowledged_at: momentOrNull(acknowledgement?.at),
    silenced_by: held?.id ?? null,
    silenced_until: momentOrNull(held?.endsAt),
    group_id: alert.groupId,
  };
}

export function timelineView(
  timeline: readonly TimelineEntry[],
  language: ViewLanguage,
): AlertDetail['timeline'] {
  return timeline.map(({ at, kind, text, deliveryId }) => ({
    at: toTimestamp(at),
    kind,
    text: text[language],
    ...(deliveryId !== undefined && { delivery_id: deliveryId }),
  }));
}

/** What a query asks for; without a status, what is not resolved. */
export function alertFilterOf(query: Omit<AlertQuery, 'page' | 'limit' | 'order'>): AlertFilter {
  const { since, until, q } = query;
  const status = query.status ?? (['pending', 'open', 'acknowledged'] as const);
  return { ...liveAlertFilterOf(query), status, since, until, text: q };
}

export function liveAlertFilterOf(query: AlertStreamQuery): LiveAlertFilter {
  const { status, severity, rule, monitor, key, group_id } = query;
  return { status, severity, rule, monitor, key, group: group_id };
}

export function alertCountsView(
  figures: AlertFigures,
  since: number,
  drops: ReturnType<AlertBook['allShortDrops']>,
): AlertCounts {
  const { critical, warning, info } = figures.unresolved;
  const all = [critical, warning, info];
  const sum = (status: 'pending' | 'open' | 'acknowledged') =>
    all.reduce((total, counts) => total + counts[status], 0);
  const shown = (counts: typeof critical) => counts.open + counts.acknowledged;
  return {
    status: { pending: sum('pending'), open: sum('open'), acknowledged: sum('acknowledged') },
    severity: { critical: shown(critical), warning: shown(warning), info: shown(info) },
    open: { critical: critical.open, warning: warning.open, info: info.open },
    since: toTimestamp(since),
    began: figures.began,
    opened: figures.opened,
    resolved: figures.resolved,
    noisiest: figures.noisiest.map(({ rule, monitor, began }) => ({
      rule_id: rule ?? null,
      monitor: monitor ?? null,
      began,
    })),
    short_drops: shortDropsView(drops),
  };
}

const MOST_SOURCES = 10;

function shortDropsView(drops: ReturnType<AlertBook['allShortDrops']>): AlertCounts['short_drops'] {
  const rows = drops.map(({ source, counts }) => ({
    rule_id: source.kind === 'rule' ? source.id : null,
    monitor: source.kind === 'monitor' ? source.name : null,
    last_hour: counts.lastHour,
    last_24h: counts.last24h,
  }));
  return {
    last_hour: rows.reduce((sum, row) => sum + row.last_hour, 0),
    last_24h: rows.reduce((sum, row) => sum + row.last_24h, 0),
    sources: rows.slice(0, MOST_SOURCES),
  };
}

/** The language that a query names, else the one of the two that `Accept-Language` prefers, else English. */
export function languageOf(
  query: { readonly language?: ViewLanguage | undefined },
  accept: string | undefined,
): ViewLanguage {
  if (query.language) return query.language;
  let best: { language: ViewLanguage; weight: number } | undefined;
  for (const part of (accept ?? '').slice(0, 1000).split(',')) {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
    const language = /^(en|zh)(-|$)/.exec(range)?.[1];
    if (language !== 'en' && language !== 'zh') continue;
    const quality = parameters.map((text) => /^\s*q=([\d.]+)\s*$/.exec(text)?.[1]).find(Boolean);
    const weight = quality === undefined ? 1 : Number(quality);
    if (weight > 0 && (!best || weight > best.weight)) best = { language, weight };
  }
  return best?.language ?? 'en';
}

export function inLanguage(text: LocalText, language: ViewLanguage): string {
  return typeof text === 'string' ? text : text[language];
}

function textOrNull(text: LocalText | undefined, language: ViewLanguage): string | null {
  return text === undefined ? null : inLanguage(text, language);
}
