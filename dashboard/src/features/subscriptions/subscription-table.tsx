import { Button, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Subscription } from '../../../../src/api/contract.ts';
import { placeOfProblem } from '../../shared/api/problem.ts';
import { useFormats } from '../../shared/format/format.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { SearchBox } from '../../shared/search/search-box.tsx';
import { DataTable } from '../../shared/table/data-table.tsx';
import { useTableSort } from '../../shared/table/table-address.ts';
import type { SelectedRows } from '../../shared/table/table-column.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { stateTexts } from '../../shared/ui/states.texts.ts';
import { SubscriptionBulkBar } from './subscription-bulk-bar.tsx';
import { useSubscriptionColumns } from './subscription-columns.tsx';
import { SubscriptionMenu } from './subscription-menu.tsx';
import { allSubscriptions, useSubscriptionSearch } from './subscription-search.ts';
import { subscriptionSearchKeys } from './subscription-words.ts';
import { subscriptionTexts } from './subscriptions.texts.ts';

const idOf = ({ clientid, topic }: Subscription) => `${clientid}\n${topic}`;
const nameOf = ({ clientid, topic }: Subscription) => `${topic.slice(0, 80)} · ${clientid.slice(0, 80)}`;

/** All subscriptions, found while somebody types. */
export function SubscriptionTable() {
  const texts = useTexts(subscriptionTexts);
  const words = useTexts(stateTexts);
  const language = useLanguage();
  const formats = useFormats();
  const navigate = useNavigate();
  const [{ q = '' }, change] = usePageSearch<'q'>();
  const { query, rows, meta, view } = useSubscriptionSearch(q, useTableSort());
  const columns = useSubscriptionColumns();
  const keys = useMemo(() => subscriptionSearchKeys(language, texts.meanings), [language, texts]);
  const total = meta?.count ?? 0;
  const place = placeOfProblem(query.error);
  const menu = useCallback((row: Subscription) => <SubscriptionMenu row={row} />, []);
  const bulk = useCallback(
    (selected: SelectedRows<Subscription>) => (
      <SubscriptionBulkBar selected={selected} q={q} total={total} columns={columns} />
    ),
    [q, total, columns],
  );
  const open = useCallback(
    ({ clientid }: Subscription) =>
      void navigate({ to: '/clients/detail', search: { id: clientid } as never }),
    [navigate],
  );
  return (
    <Stack gap="xs">
      {query.error && !place && <ProblemView problem={query.error} onRetry={() => void query.refetch()} />}
      <DataTable
        name="subscriptions"
        label={texts.title}
        columns={columns}
        rows={rows}
        rowId={idOf}
        rowName={nameOf}
        view={view}
        sorting="server"
        total={total}
        isCounted
        more={{
          hasMore: query.hasNextPage,
          isLoading: query.isFetchingNextPage,
          load: () => void query.fetchNextPage(),
        }}
        onOpen={open}
        menu={menu}
        bulk={bulk}
        fetchAll={() => allSubscriptions(q)}
        toolbar={
          <SearchBox
            label={texts.search}
            placeholder={texts.placeholder}
            value={q}
            onChange={(text) => change({ q: text === '' ? undefined : text })}
            keys={keys}
            count={meta && texts.found(total, formats.number(total))}
            error={query.error && place ? { message: query.error.message, ...place } : undefined}
          />
        }
        empty={
          meta &&
          (q === '' ? (
            <EmptyState command={`mosquitto_sub -h ${location.hostname} -p 1883 -i my-device -t 'test/#'`}>
              {texts.nothing}
            </EmptyState>
          ) : (
            <EmptyState
              action={
                <Button variant="default" onClick={() => change({ q: undefined })}>
                  {words.clearFilter}
                </Button>
              }
            >
              {texts.nothingMatches}
            </EmptyState>
          ))
        }
      />
    </Stack>
  );
}
