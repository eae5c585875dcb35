import { Button } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { Alert, AlertPage } from '../../../../../src/api/contract.ts';
import { api, type Query } from '../../../shared/api/client.ts';
import { useFormats } from '../../../shared/format/format.ts';
import { DataTable } from '../../../shared/table/data-table.tsx';
import type { DataColumn } from '../../../shared/table/table-column.ts';
import type { RowTone } from '../../../shared/table/table-row.tsx';
import { useTexts } from '../../../shared/texts/texts.ts';
import { DeviceText } from '../../../shared/ui/device-text.tsx';
import { EmptyState } from '../../../shared/ui/empty-state.tsx';
import { Moment } from '../../../shared/ui/moment.tsx';
import { QueryView } from '../../../shared/ui/query-view.tsx';
import { SeverityMark } from '../../../shared/ui/severity-mark.tsx';
import { AlertState, Since, useActorName } from '../alert-parts.tsx';
import { useAlertList } from '../alert-queries.ts';
import { alertTexts } from '../alerts.texts.ts';
import styles from './history.module.css';
import { historyTexts } from './history.texts.ts';

interface HistoryTableProps {
  readonly filter: Query;
  /** The filter as a text. */
  readonly view: string;
  readonly toolbar: ReactNode;
  /** Undefined: nothing is filtered. */
  readonly onClear: (() => void) | undefined;
}

const ROWS = 200;
const MOST = 10_000;

/** All that opened, the newest first: how long, who took care of it, how fast. */
export function HistoryTable({ filter, view, toolbar, onClear }: HistoryTableProps) {
  const texts = useTexts(historyTexts);
  const { query, rows, total } = useAlertList(filter, { rows: ROWS });
  const columns = useHistoryColumns();
  const navigate = useNavigate();
  return (
    <QueryView query={query}>
      {() => (
        <DataTable
          name="alert-history"
          label={texts.label}
          columns={columns}
          rows={rows}
          rowId={idOf}
          rowName={nameOf}
          view={view}
          sorting="server"
          total={total}
          more={{
            hasMore: query.hasNextPage,
            isLoading: query.isFetchingNextPage,
            load: () => void query.fetchNextPage(),
          }}
          onOpen={({ id }) => void navigate({ to: '/alerts/detail', search: { id } as never })}
          tone={toneOf}
          card={cardOf}
          toolbar={toolbar}
          fetchAll={() => fetchAll(filter)}
          empty={
            <EmptyState
              action={
                onClear && (
                  <Button variant="default" onClick={onClear}>
                    {texts.clear}
                  </Button>
                )
              }
            >
              {onClear ? texts.nothingMatches : texts.empty}
            </EmptyState>
          }
        />
      )}
    </QueryView>
  );
}

async function fetchAll(filter: Query): Promise<Alert[]> {
  const all: Alert[] = [];
  for (let page = 1; ; page++) {
    const { data, meta } = await api.get<AlertPage>('/alerts', { ...filter, page, limit: MOST });
    all.push(...data);
    if (!meta.hasnext) return all;
  }
}

function idOf({ id }: Alert): string {
  return id;
}

function nameOf({ title, key }: Alert): string {
  return `${title} ${key}`;
}

function toneOf({ status, severity }: Alert): RowTone {
  return status === 'resolved' ? 'resolved' : severity;
}

function cardOf(alert: Alert) {
  return <HistoryCard alert={alert} />;
}

function HistoryCard({ alert }: { alert: Alert }) {
  return (
    <span className={styles.card}>
      <span className={styles.line}>
        <SeverityMark severity={alert.severity} />
        <bdi>{alert.title}</bdi>
        <DeviceText text={alert.key} longest={64} />
      </span>
      <span className={styles.line}>
        <AlertState alert={alert} />
        <Moment at={alert.starts_at} />
        <Since at={alert.starts_at} until={alert.resolved_at} />
      </span>
    </span>
  );
}

/** Milliseconds from when people could see it; null: nobody did. */
function timeToAcknowledge({
  acknowledged_at: at,
  opened_at: opened,
  starts_at: began,
}: Alert): number | null {
  return at === null ? null : Math.max(0, Date.parse(at) - Date.parse(opened ?? began));
}

function useHistoryColumns(): readonly DataColumn<Alert>[] {
  const texts = useTexts(historyTexts);
  const words = useTexts(alertTexts);
  const formats = useFormats();
  const actorOf = useActorName();
  return useMemo(
    (): readonly DataColumn<Alert>[] => [
      {
        id: 'severity',
        header: words.severity,
        width: 96,
        cell: ({ severity }) => <SeverityMark severity={severity} />,
        value: ({ severity }) => severity,
      },
      {
        id: 'title',
        header: words.title,
        width: 160,
        grows: true,
        cell: ({ id, title }) => (
          <Link to="/alerts/detail" search={{ id } as never} className={styles.title}>
            <bdi>{title}</bdi>
          </Link>
        ),
        value: ({ title }) => title,
      },
      {
        id: 'subject',
        header: words.subject,
        width: 130,
        grows: true,
        cell: ({ key }) => <DeviceText text={key} longest={96} />,
        value: ({ key }) => key,
      },
      {
        id: 'began',
        header: texts.began,
        width: 128,
        cell: ({ starts_at: at }) => <Moment at={at} />,
        value: ({ starts_at: at }) => at,
      },
      {
        id: 'duration',
        header: texts.duration,
        width: 96,
        cell: ({ starts_at: at, resolved_at: until }) => <Since at={at} until={until} />,
        value: ({ duration_ms: duration }) => duration,
      },
      {
        id: 'ended',
        header: texts.ended,
        width: 150,
        cell: (alert) =>
          alert.resolved_how === null ? (
            <AlertState alert={alert} />
          ) : (
            <span title={alert.resolved_by === null ? undefined : actorOf(alert.resolved_by)}>
              ✓ {words.how[alert.resolved_how]}
            </span>
          ),
        value: ({ resolved_how: how, status }) => how ?? status,
      },
      {
        id: 'acknowledged_by',
        header: texts.acknowledgedBy,
        width: 130,
        cell: ({ acknowledged_by: by }) => (by === null ? '–' : <bdi>{actorOf(by)}</bdi>),
        value: ({ acknowledged_by: by }) => by,
      },
      {
        id: 'time_to_acknowledge',
        header: texts.timeToAcknowledge,
        width: 142,
        cell: (alert) => {
          const time = timeToAcknowledge(alert);
          return time === null ? '–' : formats.duration(time);
        },
        value: timeToAcknowledge,
      },
    ],
    [texts, words, formats, actorOf],
  );
}
