import { Anchor, Button, Group, Stack, Tabs, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { ClientRow } from '../../../../src/api/contract.ts';
import { reasonText } from '../../../../src/texts/reason-words.ts';
import { placeOfProblem } from '../../shared/api/problem.ts';
import { useFormats } from '../../shared/format/format.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { SearchBox } from '../../shared/search/search-box.tsx';
import { DataTable } from '../../shared/table/data-table.tsx';
import { useTableSort } from '../../shared/table/table-address.ts';
import type { SelectedRows } from '../../shared/table/table-column.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { stateTexts } from '../../shared/ui/states.texts.ts';
import { ClientBulkBar } from './client-bulk-bar.tsx';
import { useClientColumns } from './client-columns.tsx';
import { ClientMenu } from './client-menu.tsx';
import {
  allClients,
  CLIENT_TABS,
  type ClientTab,
  useClientSearch,
  useRenewClients,
} from './client-search.ts';
import { ClientState } from './client-state.tsx';
import { clientSearchKeys } from './client-words.ts';
import { clientTexts } from './clients.texts.ts';
import { type ClientSet, KickDialog } from './kick-dialog.tsx';
import { useLiveRows } from './live-rows.ts';

const idOf = ({ clientid }: ClientRow) => clientid;

/** Milliseconds between two renewals of the whole list. */
const RENEW_EVERY = 2_000;

/** All clients, found while somebody types. */
export function ClientTable() {
  const texts = useTexts(clientTexts);
  const language = useLanguage();
  const formats = useFormats();
  const navigate = useNavigate();
  const [{ q = '', state }, change] = usePageSearch<'q' | 'state'>();
  const tab = CLIENT_TABS.find((name) => name === state) ?? 'all';
  const filter = useMemo(() => ({ q, state: tab }), [q, tab]);
  const sort = useTableSort();
  const { query, rows: found, meta, view } = useClientSearch(filter, sort);
  const renew = useThrottled(useRenewClients(), RENEW_EVERY);
  // Many pages are not fetched anew because somebody came: the pages that are there keep their states live.
  const { rows, onVisible } = useLiveRows(found, () => {
    if ((query.data?.pages.length ?? 0) <= 1) renew();
  });
  const columns = useClientColumns();
  const keys = useMemo(() => clientSearchKeys(language), [language]);
  const [kicking, setKicking] = useState<ClientSet>();

  const place = placeOfProblem(query.error);
  const menu = useCallback(
    ({ clientid, banned, state: now }: ClientRow) => (
      <ClientMenu
        clientId={clientid}
        isBanned={banned}
        hasSession={now === 'online' || now === 'offline'}
        onKick={() => setKicking({ ids: [clientid] })}
      />
    ),
    [],
  );
  const bulk = useCallback(
    (selected: SelectedRows<ClientRow>) => (
      <ClientBulkBar selected={selected} filter={filter} total={meta?.count ?? 0} columns={columns} />
    ),
    [filter, meta?.count, columns],
  );
  const card = useCallback(
    (row: ClientRow) => (
      <Stack gap={0}>
        <Group gap="xs" wrap="nowrap" justify="space-between">
          <Text truncate inherit>
            <DeviceText text={row.clientid} longest={60} />
          </Text>
          <ClientState client={row} />
        </Group>
        <Text size="xs" c="dimmed" truncate>
          {[row.username?.slice(0, 40), row.ip_address, row.reason && reasonText(row.reason, language)]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </Stack>
    ),
    [language],
  );
  const count = meta?.count ?? 0;
  const open = useCallback(
    ({ clientid }: ClientRow) => void navigate({ to: '/clients/detail', search: { id: clientid } as never }),
    [navigate],
  );
  return (
    <Stack gap="xs">
      <Tabs
        variant="pills"
        value={tab}
        onChange={(name) => change({ state: name === 'all' ? undefined : (name as ClientTab) })}
      >
        <Tabs.List aria-label={texts.columns.state}>
          {CLIENT_TABS.filter((name) => name === tab || meta?.counts[name] !== undefined).map((name) => (
            <Tabs.Tab key={name} value={name}>
              {texts.tabs[name]}{' '}
              <Text span size="xs" c="dimmed">
                {meta && formats.number(meta.counts[name] ?? 0)}
              </Text>
            </Tabs.Tab>
          ))}
        </Tabs.List>
      </Tabs>
      {query.error && !place && <ProblemView problem={query.error} onRetry={() => void query.refetch()} />}
      <DataTable
        name="clients"
        label={texts.clients}
        columns={columns}
        rows={rows}
        rowId={idOf}
        view={view}
        sorting="server"
        total={count}
        more={{
          hasMore: query.hasNextPage,
          isLoading: query.isFetchingNextPage,
          load: () => void query.fetchNextPage(),
        }}
        onOpen={open}
        menu={menu}
        bulk={bulk}
        card={card}
        fetchAll={() => allClients(filter)}
        onVisible={onVisible}
        isCounted
        toolbar={
          <SearchBox
            label={texts.search}
            placeholder={texts.placeholder}
            value={q}
            onChange={(text) => change({ q: text === '' ? undefined : text })}
            keys={keys}
            count={meta && texts.found(count, formats.number(count))}
            error={query.error && place ? { message: query.error.message, ...place } : undefined}
          />
        }
        empty={meta && <Nothing isFiltered={q !== '' || tab !== 'all'} nearest={meta.nearest ?? []} />}
      />
      {meta?.remembers === false && (
        <Text size="xs" c="dimmed">
          {texts.notRemembered}
        </Text>
      )}
      <KickDialog clients={kicking} onClose={() => setKicking(undefined)} />
    </Stack>
  );
}

function Nothing({ isFiltered, nearest }: { isFiltered: boolean; nearest: readonly string[] }) {
  const texts = useTexts(clientTexts);
  const words = useTexts(stateTexts);
  const [{ q, state }, change] = usePageSearch<'q' | 'state'>();
  if (state === 'never_seen' && !q) return <EmptyState>{texts.allSeen}</EmptyState>;
  if (!isFiltered) {
    return (
      <EmptyState command={`mosquitto_sub -h ${location.hostname} -p 1883 -i my-device -t 'test/#'`}>
        {texts.nothingYet}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      action={
        <Button variant="default" onClick={() => change({ q: undefined, state: undefined })}>
          {words.clearFilter}
        </Button>
      }
    >
      {texts.nothingMatches}
      {nearest.length > 0 && (
        <>
          {' '}
          {texts.nearest}{' '}
          {nearest.map((name, index) => (
            <span key={name}>
              {index > 0 && ', '}
              <Anchor component="button" inherit onClick={() => change({ q: name, state: undefined })}>
                <DeviceText text={name} longest={60} />
              </Anchor>
            </span>
          ))}
        </>
      )}
    </EmptyState>
  );
}

/** At most once in a while, and once more at its end. */
function useThrottled(run: () => Promise<void>, every: number): () => void {
  const last = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  return useCallback(() => {
    clearTimeout(timer.current);
    const wait = Math.max(0, last.current + every - Date.now());
    timer.current = setTimeout(() => {
      last.current = Date.now();
      void run();
    }, wait);
  }, [run, every]);
}
