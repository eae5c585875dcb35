import { Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Delivery } from '../../../../src/api/contract.ts';
import { apiUrl } from '../../shared/api/client.ts';
import { useFormats } from '../../shared/format/format.ts';
import { DataTable } from '../../shared/table/data-table.tsx';
import type { DataColumn } from '../../shared/table/table-column.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { visibleText } from '../../shared/ui/device-text.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import styles from './deliveries.module.css';
import { deliveryTexts } from './deliveries.texts.ts';
import { queryOf, useDeliveryFilter } from './delivery-filter.ts';
import { DeliveryFilters } from './delivery-filters.tsx';
import { fetchAllDeliveries, useDeliveries, useDeliveryNews } from './delivery-queries.ts';
import { DeliveryResult } from './delivery-result.tsx';
import { SuppressedList } from './suppressed-list.tsx';

const idOf = ({ id }: Delivery) => id;

/** What was sent, the newest first; a click opens one of them. */
export function DeliveryTable() {
  const { filter } = useDeliveryFilter();
  if (filter.status !== 'suppressed') return <SentTable />;
  return (
    <>
      <DeliveryFilters />
      <SuppressedList />
    </>
  );
}

function SentTable() {
  const texts = useTexts(deliveryTexts);
  const { filter, change, isFiltered, clear } = useDeliveryFilter();
  const { query, rows, total } = useDeliveries(filter);
  const columns = useDeliveryColumns();
  useDeliveryNews();
  const open = useCallback(({ id }: Delivery) => change({ id }, 'push'), [change]);
  const empty = isFiltered ? (
    <EmptyState
      action={
        <Button variant="default" onClick={clear}>
          {texts.filter.clear}
        </Button>
      }
    >
      {texts.nothingMatches}
    </EmptyState>
  ) : (
    <EmptyState
      command="tocsin channels test wecom:ops"
      action={
        <Button component={Link} to="/notify" variant="default">
          {texts.sendTest}
        </Button>
      }
    >
      {texts.nothingYet}
    </EmptyState>
  );
  return (
    <>
      {query.error && <ProblemView problem={query.error} onRetry={() => void query.refetch()} />}
      <DataTable
        name="deliveries"
        label={texts.title}
        columns={columns}
        rows={rows}
        rowId={idOf}
        rowName={subjectOf}
        view={JSON.stringify(filter)}
        sorting="server"
        total={total}
        more={{
          hasMore: query.hasNextPage,
          isLoading: query.isFetchingNextPage,
          load: () => void query.fetchNextPage(),
        }}
        onOpen={open}
        toolbar={<DeliveryFilters />}
        empty={query.isPending ? null : empty}
        fetchAll={() => fetchAllDeliveries(filter)}
        card={card}
      />
      <Group justify="flex-end">
        <Button
          component="a"
          href={apiUrl('/deliveries/export', { ...queryOf(filter), format: 'csv' })}
          download="deliveries.csv"
          variant="subtle"
          size="compact-xs"
        >
          {texts.exportAll}
        </Button>
      </Group>
    </>
  );
}

/** What it is about, in one line: the title of a message, else where it goes. */
export function subjectOf({ title, request, action }: Delivery): string {
  if (title) return title;
  const { method, url, path, topic } = request ?? {};
  const place = [method, url ?? path ?? topic].filter((one) => typeof one === 'string').join(' ');
  return place || action;
}

export function lastOf({ attempts }: Delivery): Delivery['attempts'][number] | undefined {
  return attempts.at(-1);
}

function useDeliveryColumns(): readonly DataColumn<Delivery>[] {
  const texts = useTexts(deliveryTexts);
  const formats = useFormats();
  return useMemo(() => {
    const words = texts.columns;
    return [
      {
        id: 'time',
        header: words.time,
        cell: ({ created_at }) => formats.time(created_at),
        value: ({ created_at }) => created_at,
        width: 150,
      },
      {
        id: 'result',
        header: words.result,
        cell: ({ status }) => <DeliveryResult status={status} />,
        value: ({ status }) => status,
        width: 104,
      },
      {
        id: 'channel',
        header: words.channel,
        cell: ({ connector }) => <span className={styles.mono}>{connector}</span>,
        value: ({ connector }) => connector,
        width: 160,
      },
      {
        id: 'subject',
        header: words.subject,
        cell: (delivery) => <Subject delivery={delivery} />,
        value: subjectOf,
        width: 320,
        grows: true,
      },
      {
        id: 'code',
        header: words.code,
        cell: ({ vendor_code }) => vendor_code && <span className={styles.mono}>{vendor_code}</span>,
        value: ({ vendor_code }) => vendor_code,
        width: 96,
      },
      {
        id: 'attempts',
        header: words.attempts,
        cell: ({ attempt_count }) => formats.number(attempt_count),
        value: ({ attempt_count }) => attempt_count,
        width: 80,
        isNumber: true,
      },
      {
        id: 'ms',
        header: words.ms,
        cell: (delivery) => {
          const last = lastOf(delivery);
          return last ? formats.number(last.duration_ms) : '—';
        },
        value: (delivery) => lastOf(delivery)?.duration_ms,
        width: 72,
        isNumber: true,
      },
      {
        id: 'rule',
        header: words.rule,
        cell: ({ rule }) => rule,
        value: ({ rule }) => rule,
        width: 160,
        isHidden: true,
      },
      {
        id: 'action',
        header: words.action,
        cell: ({ action }) => action,
        value: ({ action }) => action,
        width: 180,
        isHidden: true,
      },
    ] satisfies DataColumn<Delivery>[];
  }, [texts, formats]);
}

/** It may hold what a device is called. */
function Subject({ delivery }: { delivery: Delivery }) {
  const subject = subjectOf(delivery);
  return (
    <bdi className={styles.subject} title={subject.slice(0, 300)}>
      {visibleText(subject.slice(0, 300))}
    </bdi>
  );
}

function card(delivery: Delivery) {
  return <DeliveryCard delivery={delivery} />;
}

function DeliveryCard({ delivery }: { delivery: Delivery }) {
  const formats = useFormats();
  return (
    <>
      <Group gap="xs" wrap="nowrap" justify="space-between">
        <DeliveryResult status={delivery.status} />
        <Text span size="xs" c="dimmed">
          {delivery.connector} · {formats.time(delivery.created_at)}
        </Text>
      </Group>
      <Subject delivery={delivery} />
    </>
  );
}
