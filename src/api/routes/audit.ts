import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import type { AuditFilter, AuditShelf, StoredAuditRecord } from '../audit/audit-record.ts';
import type { AuditRecorder } from '../audit/audit-recorder.ts';
import { AuditEntry, AuditQuery, pageOf } from '../contract.ts';
import { requestOf } from '../paging.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

interface AuditParts {
  readonly node: string;
  /** Undefined: the log is off. */
  readonly audit?: AuditShelf | undefined;
}

/** @param recorder what writes the log, absent when it is off */
export function auditRoutes(
  app: ApiApp,
  { node, audit }: AuditParts,
  recorder: AuditRecorder | undefined,
): void {
  app.get(
    '/audit',
    {
      schema: {
        tags: ['Audit'],
        summary: 'Who changed what, the newest first',
        querystring: AuditQuery,
        response: { 200: pageOf(AuditEntry), ...refusals(400) },
      },
    },
    async ({ query }) => {
      if (!audit) throw new ApiError(400, 'BAD_REQUEST', 'Audit is disabled');
      await recorder?.settled();
      const { page, limit } = query;
      const isElsewhere = query.node !== undefined && query.node !== node;
      const { rows, count } = isElsewhere
        ? { rows: [], count: 0 }
        : audit.page(filterOf(query), requestOf(query));
      return {
        data: rows.map((row) => toEntry(row, node)),
        meta: { page, limit, count, hasnext: page * limit < count },
      };
    },
  );
}

function filterOf(query: AuditQuery): AuditFilter {
  return {
    from: query.from,
    source: query.source,
    sourceIp: query.source_ip,
    operationId: query.operation_id,
    operationType: query.operation_type,
    result: query.operation_result,
    status: query.http_status_code,
    method: query.http_method,
    shortest: query.gte_duration_ms,
    longest: query.lte_duration_ms,
    since: query.gte_created_at,
    until: query.lte_created_at,
    text: query.text,
  };
}

function toEntry(record: StoredAuditRecord, node: string): AuditEntry {
  const { bindings, body, headers, failure, changes, moreChanges } = record.details;
  return {
    id: record.id,
    // EMQX has microseconds here; the clock has milliseconds.
    created_at: toTimestamp(record.at).replace(/(\.\d{3})/, '$1000'),
    node,
    from: record.from,
    source: record.source,
    source_ip: record.sourceIp,
    operation_id: record.operationId,
    operation_type: record.operationType,
    operation_result: record.result,
    http_status_code: record.status,
    http_method: record.method,
    duration_ms: record.durationMs,
    args: null,
    failure,
    http_request: { method: record.method, bindings: { ...bindings }, body, headers: { ...headers } },
    changes: [...changes],
    more_changes: moreChanges,
  };
}
