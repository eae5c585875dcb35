import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Subscription } from '../../../../src/api/contract.ts';
import { DataTable } from '../../shared/table/data-table.tsx';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { useSubscriptions } from './subscription-list.ts';

const catalogue = defineTexts(
  { client: 'Client', topic: 'Topic filter' },
  { client: '客户端', topic: '主题过滤器' },
);

const idOf = ({ clientid, topic }: Subscription) => `${clientid}\n${topic}`;

export function SubscriptionTable() {
  const texts = useTexts(catalogue);
  const { query, rows, total } = useSubscriptions({});
  const columns = useMemo(
    () => [
      {
        id: 'topic',
        header: texts.topic,
        cell: ({ topic }: Subscription) => <DeviceText text={topic} />,
        value: ({ topic }: Subscription) => topic,
        width: 300,
        grows: true,
        isSortable: true,
        onPhone: true,
      },
      {
        id: 'clientid',
        header: texts.client,
        cell: ({ clientid }: Subscription) => (
          <Link to="/clients/detail" search={{ id: clientid } as never}>
            <DeviceText text={clientid} />
          </Link>
        ),
        value: ({ clientid }: Subscription) => clientid,
        width: 260,
        isSortable: true,
        onPhone: true,
      },
      {
        id: 'qos',
        header: 'QoS',
        cell: ({ qos }: Subscription) => qos,
        value: ({ qos }: Subscription) => qos,
        width: 60,
        isNumber: true,
        isSortable: true,
      },
    ],
    [texts],
  );
  return (
    <DataTable
      name="subscriptions"
      label={texts.topic}
      columns={columns}
      rows={rows}
      rowId={idOf}
      view=""
      sorting="here"
      total={total}
      more={{
        hasMore: query.hasNextPage,
        isLoading: query.isFetchingNextPage,
        load: () => void query.fetchNextPage(),
      }}
    />
  );
}
