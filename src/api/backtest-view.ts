import { formatEventId } from '../journal/door.ts';
import type { BacktestReport, BacktestSummary as EngineSummary } from '../rules/door.ts';
import type { ViewLanguage } from './alert-view.ts';
import type { BacktestSummary } from './contract.ts';
import { momentOrNull, toTimestamp } from './timestamps.ts';

export function summaryView(summary: EngineSummary): BacktestSummary {
  const { id, state, reason, ruleId, sql, from, to, clientId, createdAt, finishedAt, progress } = summary;
  const { read, total, percent, at } = progress;
  return {
    id,
    state,
    ...(reason !== undefined && { reason }),
    ...(ruleId !== undefined && { rule_id: ruleId }),
    sql,
    from: toTimestamp(from),
    to: toTimestamp(to),
    ...(clientId !== undefined && { clientid: clientId }),
    created_at: toTimestamp(createdAt),
    ...(finishedAt !== undefined && { finished_at: toTimestamp(finishedAt) }),
    progress: { read, ...(total !== undefined && { total }), percent, at: toTimestamp(at) },
    events_read: read,
    matched: summary.matched,
    passed: summary.passed,
    failed: { no_result: summary.failed.noResult, exception: summary.failed.exception },
    row_count: summary.rowCount,
  };
}

/** The JSON of the whole. Its rows are text already, and hold numbers that JavaScript would change. */
export function reportJson(report: BacktestReport, language: ViewLanguage): string {
  const { busiestMinute } = report;
  const head = JSON.stringify({
    ...summaryView(report),
    actions: report.actions,
    ...alertsView(report.alert, language),
    errors: report.errors.map(({ reason, reasonZh, count, at, n, clientId }) => ({
      reason,
      ...(reasonZh !== undefined && { reason_zh: reasonZh }),
      count,
      ...placeOf({ at, n, clientId }),
    })),
    ...(busiestMinute && {
      busiest_minute: { from: toTimestamp(busiestMinute.from), rows: busiestMinute.rows },
    }),
    clients: report.clients,
    by_client: report.byClient.map(({ clientId, passed }) => ({ clientid: clientId, passed })),
    gaps: report.gaps.map(({ code, message, messageZh, from, to, count }) => ({
      code,
      message,
      message_zh: messageZh,
      ...(from !== undefined && { from: toTimestamp(from) }),
      ...(to !== undefined && { to: toTimestamp(to) }),
      ...(count !== undefined && { count }),
    })),
    warnings: report.warnings,
    rows_omitted: report.rowsOmitted,
  });
  const rows = report.rows.map((kept) => `${open(placeOf(kept))},"row":${kept.row ?? null}}`);
  const chart = JSON.stringify({
    bucket_size: report.bucketSize,
    buckets: report.buckets.map(({ from, ...counts }) => ({ from: toTimestamp(from), ...counts })),
  });
  return `${head.slice(0, -1)},"rows":[${rows.join(',')}],${chart.slice(1)}`;
}

function alertsView(alert: BacktestReport['alert'], language: ViewLanguage) {
  const { opened = 0, suppressed = 0, flapping = 0, pending = 0, open: unresolved = 0 } = alert ?? {};
  const listed = alert?.alerts ?? [];
  return {
    ...(alert && { alert: alert.draft }),
    alert_count: opened,
    suppressed,
    flapping,
    pending,
    open: unresolved,
    alerts: listed.map((one) => ({
      key: one.key,
      title: typeof one.title === 'string' ? one.title : one.title[language],
      severity: one.severity,
      status: one.status,
      starts_at: toTimestamp(one.startsAt),
      opened_at: momentOrNull(one.openedAt),
      resolved_at: momentOrNull(one.resolution?.at),
      resolved_how: one.resolution?.how ?? null,
      duration_ms: one.resolution ? one.resolution.at - one.startsAt : null,
      count: one.count,
      suppressed: one.suppressed,
      flapping: one.flapping !== undefined,
      group_id: one.groupId,
    })),
    alerts_omitted: opened - listed.length,
    channels: (alert?.channels ?? []).map(({ channel, messages, digests, limit, peak, peakAt, ...rest }) => ({
      channel,
      messages,
      digests,
      limit: limit ?? null,
      peak,
      peak_at: momentOrNull(peakAt),
      throttled_minutes: rest.throttledMinutes,
      minutes: rest.minutes.map(({ from, messages: count }) => ({
        from: toTimestamp(from),
        messages: count,
      })),
    })),
  };
}

interface Place {
  readonly at: number;
  readonly n: number;
  readonly clientId: string | undefined;
}

function placeOf({ at, n, clientId }: Place) {
  return { at: toTimestamp(at), event_id: formatEventId({ at, n }), clientid: clientId ?? null };
}

/** An object to which a member is added. */
function open(object: object): string {
  return JSON.stringify(object).slice(0, -1);
}
