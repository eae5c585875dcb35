import { Button, Menu } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import type { Retained } from '../../../../src/api/contract.ts';
import { copyText } from '../../shared/clipboard/clipboard.ts';
import { useFormats } from '../../shared/format/format.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { SearchBox } from '../../shared/search/search-box.tsx';
import { searchProblem } from '../../shared/search/search-problem.ts';
import { useMay } from '../../shared/session/session.ts';
import { DataTable } from '../../shared/table/data-table.tsx';
import { formatSort, useTableSort } from '../../shared/table/table-address.ts';
import type { SelectedRows } from '../../shared/table/table-column.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { openTool, watchTopic } from '../../shared/tools/opened-tools.ts';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ForRole, useNeededRole } from '../../shared/ui/for-role.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { RemoveRetained } from './remove-retained.tsx';
import { retainedTexts } from './retained.texts.ts';
import { type RetainedTexts, retainedColumns } from './retained-columns.tsx';
import { type RetainedChoice, useRetained } from './retained-messages.ts';
import { RetainedPayload } from './retained-payload.tsx';

const idOf = ({ topic }: Retained) => topic;
const BY_TOPIC = { id: 'topic', isDescending: false };

/** What is kept for those who subscribe later; a row opens its payload. */
export function RetainedTable() {
  const texts = useTexts(retainedTexts);
  const formats = useFormats();
  const [{ q = '', open }, change] = usePageSearch<'q' | 'open'>();
  const sort = formatSort(useTableSort(BY_TOPIC)) ?? 'topic';
  const { query, rows, total, view } = useRetained(q, sort);
  const [choice, choose] = useState<RetainedChoice>();
  const [clear, setClear] = useState<() => void>();
  const mayDelete = useMay('administrator');
  const mayWatch = useMay('operator');
  const [adminRole, watchRole] = [useNeededRole('administrator'), useNeededRole('operator')];
  const columns = useMemo(() => retainedColumns(texts, formats), [texts, formats]);
  const words = useMemo(() => searchKeys(texts), [texts]);
  const toggle = useCallback(
    ({ topic }: Retained) => change({ open: open === topic ? undefined : topic }),
    [change, open],
  );
  const menu = useCallback(
    (row: Retained) => (
      <>
        <Menu.Item onClick={() => toggle(row)}>{row.topic === open ? texts.hide : texts.show}</Menu.Item>
        <Menu.Item
          disabled={!mayWatch}
          title={mayWatch ? undefined : watchRole}
          onClick={() => watchTopic(row.topic)}
        >
          {texts.watch}
        </Menu.Item>
        <Menu.Item onClick={() => void copyText(row.topic)}>{texts.copy}</Menu.Item>
        <Menu.Divider />
        <Menu.Item
          disabled={!mayDelete}
          title={mayDelete ? undefined : adminRole}
          onClick={() => choose({ topics: [row.topic] })}
        >
          {texts.remove}
        </Menu.Item>
      </>
    ),
    [texts, toggle, open, mayDelete, adminRole, mayWatch, watchRole],
  );
  const bulk = useCallback(
    (selected: SelectedRows<Retained>) => (
      <ForRole role="administrator">
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            choose({ topics: selected.ids });
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
    ({ topic }: Retained) => (topic === open ? <RetainedPayload topic={topic} /> : null),
    [open],
  );
  const wrong = searchProblem(query.error);
  return (
    <>
      {query.error && !wrong && <ProblemView problem={query.error} onRetry={() => void query.refetch()} />}
      <DataTable
        name="retained"
        label={texts.retained}
        columns={columns}
        rows={rows}
        rowId={idOf}
        view={`${view} ${total}`}
        sorting="server"
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
          <>
            <SearchBox
              label={texts.search}
              placeholder={texts.placeholder}
              value={q}
              onChange={(text) => change({ q: text === '' ? undefined : text })}
              keys={words}
              count={total !== undefined && formats.number(total)}
              error={wrong}
            />
            {total !== undefined && total > 0 && !wrong && (
              <ForRole role="administrator">
                <Button variant="default" onClick={() => choose({ q })}>
                  {texts.removeFound(formats.number(total))}
                </Button>
              </ForRole>
            )}
          </>
        }
        empty={
          query.isSuccess &&
          !wrong &&
          (q === '' ? (
            <EmptyState
              action={
                <Button variant="default" onClick={() => openTool('client')}>
                  {texts.publish}
                </Button>
              }
              command="tocsin retained ls"
            >
              {texts.nothing}
            </EmptyState>
          ) : (
            <EmptyState
              action={
                <Button variant="default" onClick={() => change({ q: undefined })}>
                  {texts.clear}
                </Button>
              }
            >
              {texts.nothingMatches}
            </EmptyState>
          ))
        }
      />
      <RemoveRetained
        choice={choice}
        onClose={() => choose(undefined)}
        onRemoved={() => {
          clear?.();
          setClear(undefined);
        }}
      />
    </>
  );
}

function searchKeys({ keys }: RetainedTexts) {
  return [
    { word: 'topic:', meaning: keys.topic },
    { word: 'client:', meaning: keys.client },
    { word: 'user:', meaning: keys.user },
    { word: 'size>', meaning: keys.size },
    { word: 'size<', meaning: keys.sizeBelow },
    { word: 'age>', meaning: keys.age },
    { word: 'age<', meaning: keys.ageBelow },
    { word: 'qos:', meaning: keys.qos, values: ['0', '1', '2'] },
  ];
}
