import { Anchor, Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Subscription } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { namePath } from '../../shared/api/name-path.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { SearchBox } from '../../shared/search/search-box.tsx';
import { splitWords } from '../../shared/search/search-words.ts';
import { useMay } from '../../shared/session/session.ts';
import { DataTable } from '../../shared/table/data-table.tsx';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { DeviceText, visibleText } from '../../shared/ui/device-text.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { useNeededRole } from '../../shared/ui/for-role.tsx';
import { showUndo } from '../../shared/ui/undo-toast.tsx';
import { type SubscriptionFilter, useSubscriptions } from './subscription-list.ts';

const catalogue = defineTexts(
  {
    subscriptions: 'Subscriptions',
    client: 'Client',
    topic: 'Topic filter',
    options: 'Options',
    search: 'Search subscriptions',
    placeholder: 'A topic filter that covers them, or client: qos: group:',
    nothing: 'No client has subscribed.',
    nothingMatches: 'No subscription matches.',
    unsubscribe: 'Unsubscribe',
    unsubscribed: (topic: string) => `Unsubscribed ${topic}`,
  },
  {
    subscriptions: '订阅',
    client: '客户端',
    topic: '主题过滤器',
    options: '选项',
    search: '搜索订阅',
    placeholder: '能覆盖它们的主题过滤器，或 client: qos: group:',
    nothing: '还没有客户端订阅。',
    nothingMatches: '没有匹配的订阅。',
    unsubscribe: '取消订阅',
    unsubscribed: (topic: string) => `已取消订阅 ${topic}`,
  },
);

/** The words of the box as the API has them; what has no word is a topic filter. */
const KEYS = [
  { word: 'client:', name: 'clientid' },
  { word: 'qos:', name: 'qos' },
  { word: 'group:', name: 'share_group' },
  { word: 'topic:', name: 'topic' },
] as const;

function filterOf(q: string): SubscriptionFilter {
  const filter: Record<string, string> = {};
  for (const { text } of splitWords(q)) {
    const key = KEYS.find(({ word }) => text.startsWith(word));
    const value = (key ? text.slice(key.word.length) : text).replace(/^"|"$/g, '');
    if (value !== '') filter[key?.name ?? 'match_topic'] = value;
  }
  return filter;
}

async function unsubscribe({ clientid, topic, qos, nl, rap, rh }: Subscription, done: string): Promise<void> {
  const path = `/clients/${namePath(clientid)}`;
  const renew = () => queryClient.invalidateQueries({ queryKey: ['subscriptions'] });
  await api.post(`${path}/unsubscribe`, { topic });
  await renew();
  showUndo({
    message: done,
    undo: async () => {
      await api.post(`${path}/subscribe`, { topic, qos, nl, rap, rh });
      await renew();
    },
  });
}

const idOf = ({ clientid, topic }: Subscription) => `${clientid}\n${topic}`;

export function SubscriptionTable() {
  const texts = useTexts(catalogue);
  const [{ q = '' }, change] = usePageSearch<'q'>();
  const { query, rows, total, view } = useSubscriptions(filterOf(q));
  const mayChange = useMay('administrator');
  const role = useNeededRole('administrator');
  const words = useMemo(() => KEYS.map(({ word }) => ({ word, meaning: '' })), []);
  const menu = useCallback(
    (row: Subscription) => (
      <Menu.Item
        disabled={!mayChange}
        title={mayChange ? undefined : role}
        onClick={() => void unsubscribe(row, texts.unsubscribed(visibleText(row.topic.slice(0, 80))))}
      >
        {texts.unsubscribe}
      </Menu.Item>
    ),
    [texts, mayChange, role],
  );
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
          <Anchor component={Link} to="/clients/detail" search={{ id: clientid } as never} inherit>
            <DeviceText text={clientid} />
          </Anchor>
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
      label={texts.subscriptions}
      columns={columns}
      rows={rows}
      rowId={idOf}
      view={view}
      sorting="here"
      total={total}
      more={{
        hasMore: query.hasNextPage,
        isLoading: query.isFetchingNextPage,
        load: () => void query.fetchNextPage(),
      }}
      menu={menu}
      toolbar={
        <SearchBox
          label={texts.search}
          placeholder={texts.placeholder}
          value={q}
          onChange={(text) => change({ q: text === '' ? undefined : text })}
          keys={words}
          error={query.error ? { message: query.error.message } : undefined}
        />
      }
      empty={query.isSuccess && <EmptyState>{q === '' ? texts.nothing : texts.nothingMatches}</EmptyState>}
    />
  );
}
