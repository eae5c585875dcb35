import { Anchor, Button, Menu, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { Retained } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { SearchBox } from '../../shared/search/search-box.tsx';
import { useMay } from '../../shared/session/session.ts';
import { DataTable } from '../../shared/table/data-table.tsx';
import type { DataColumn, SelectedRows } from '../../shared/table/table-column.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { DeviceText, visibleText } from '../../shared/ui/device-text.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ForRole, useNeededRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { PayloadView } from '../../shared/ui/payload/payload-view.tsx';
import { bytesOfBase64 } from '../../shared/ui/payload/visible-text.ts';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { retainedTexts } from './retained.texts.ts';
import { deleteRetained, useRetained, useRetainedMessage } from './retained-messages.ts';

const idOf = ({ topic }: Retained) => topic;

/** What is kept for those who subscribe later; a row opens its payload. */
export function RetainedTable() {
  const texts = useTexts(retainedTexts);
  const formats = useFormats();
  const [{ q = '', open }, change] = usePageSearch<'q' | 'open'>();
  const { query, rows, total, view } = useRetained(q);
  const [deleting, setDeleting] = useState<readonly string[]>();
  const [clear, setClear] = useState<() => void>();
  const mayDelete = useMay('administrator');
  const role = useNeededRole('administrator');
  const columns = useMemo(
    (): readonly DataColumn<Retained>[] => [
      {
        id: 'topic',
        header: texts.topic,
        cell: ({ topic }) => <DeviceText text={topic} />,
        value: ({ topic }) => topic,
        width: 300,
        grows: true,
        isSortable: true,
        onPhone: true,
      },
      {
        id: 'from_clientid',
        header: texts.publisher,
        cell: ({ from_clientid }) => (
          <Anchor component={Link} to="/clients/detail" search={{ id: from_clientid } as never} inherit>
            <DeviceText text={from_clientid} longest={60} />
          </Anchor>
        ),
        value: ({ from_clientid }) => from_clientid,
        width: 200,
        isSortable: true,
      },
      {
        id: 'qos',
        header: 'QoS',
        cell: ({ qos }) => qos,
        value: ({ qos }) => qos,
        width: 60,
        isNumber: true,
        isSortable: true,
      },
      {
        id: 'publish_at',
        header: texts.published,
        cell: ({ publish_at }) => <Moment at={publish_at} />,
        value: ({ publish_at }) => publish_at,
        width: 140,
        isSortable: true,
        onPhone: true,
      },
    ],
    [texts],
  );
  const toggle = useCallback(
    ({ topic }: Retained) => change({ open: open === topic ? undefined : topic }),
    [change, open],
  );
  const menu = useCallback(
    (row: Retained) => (
      <>
        <Menu.Item onClick={() => toggle(row)}>{texts.show}</Menu.Item>
        <Menu.Item
          disabled={!mayDelete}
          title={mayDelete ? undefined : role}
          onClick={() => setDeleting([row.topic])}
        >
          {texts.remove}
        </Menu.Item>
      </>
    ),
    [texts, toggle, mayDelete, role],
  );
  const bulk = useCallback(
    (selected: SelectedRows<Retained>) => (
      <ForRole role="administrator">
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            setDeleting(selected.ids);
            setClear(() => selected.clear);
          }}
        >
          {texts.remove}
        </Button>
      </ForRole>
    ),
    [texts],
  );
  const expansion = useCallback(
    ({ topic }: Retained) => (topic === open ? <Payload topic={topic} /> : null),
    [open],
  );
  const [only] = deleting?.length === 1 ? deleting : [];
  const count = formats.number(deleting?.length ?? 0);
  return (
    <>
      {query.error && <ProblemView problem={query.error} onRetry={() => void query.refetch()} />}
      <DataTable
        name="retained"
        label={texts.retained}
        columns={columns}
        rows={rows}
        rowId={idOf}
        view={`${view} ${total}`}
        sorting="here"
        total={total}
        more={{
          hasMore: query.hasNextPage,
          isLoading: query.isFetchingNextPage,
          load: () => void query.fetchNextPage(),
        }}
        onOpen={toggle}
        menu={menu}
        bulk={bulk}
        expansion={expansion}
        toolbar={
          <SearchBox
            label={texts.search}
            placeholder={texts.placeholder}
            value={q}
            onChange={(text) => change({ q: text === '' ? undefined : text })}
            keys={[]}
            count={total !== undefined && formats.number(total)}
          />
        }
        empty={query.isSuccess && <EmptyState>{q === '' ? texts.nothing : texts.nothingMatches}</EmptyState>}
      />
      <ConfirmDialog
        opened={deleting !== undefined}
        onClose={() => setDeleting(undefined)}
        title={
          <bdi>
            {only === undefined ? texts.removeMany(count) : texts.removeOne(visibleText(only.slice(0, 200)))}
          </bdi>
        }
        action={texts.remove.replace(/ ?[.…]+$/, '')}
        onConfirm={async () => {
          await deleteRetained(deleting ?? []);
          clear?.();
          showDone(texts.removed(count));
        }}
      >
        {texts.effect}
      </ConfirmDialog>
    </>
  );
}

function Payload({ topic }: { topic: string }) {
  const texts = useTexts(retainedTexts);
  const query = useRetainedMessage(topic);
  return (
    <div style={{ padding: 12 }}>
      <QueryView query={query}>
        {({ payload }) =>
          payload === undefined ? (
            <Text c="dimmed">{texts.tooLarge}</Text>
          ) : (
            <PayloadView payload={bytesOfBase64(payload) ?? ''} maximumHeight={280} />
          )
        }
      </QueryView>
    </div>
  );
}
