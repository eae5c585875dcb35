import { Button, Group, Menu, SegmentedControl, Stack, Text } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { copyText } from '../../shared/clipboard/clipboard.ts';
import { useFormats } from '../../shared/format/format.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { SearchBox } from '../../shared/search/search-box.tsx';
import { searchProblem } from '../../shared/search/search-problem.ts';
import { quoteWord } from '../../shared/search/search-words.ts';
import { useMay } from '../../shared/session/session.ts';
import { DataTable } from '../../shared/table/data-table.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { openTool, watchTopic } from '../../shared/tools/opened-tools.ts';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { useNeededRole } from '../../shared/ui/for-role.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { SeenPayload } from './seen-payload.tsx';
import { useTopicLevels, useTopicList } from './topic-activity.ts';
import { topicColumns } from './topic-columns.tsx';
import {
  closed,
  filterOfRow,
  idOfRow,
  opened,
  ROOT,
  rowsOfTree,
  type TopicRow,
  usedByRow,
  withMore,
} from './topic-rows.ts';
import { topicsTexts } from './topics.texts.ts';

/** The topics in use: level by level, or as a list where something is searched for. */
export function TopicTree() {
  const texts = useTexts(topicsTexts);
  const formats = useFormats();
  const [{ q = '', view = 'tree', open: payloadOf, sort }, change] = usePageSearch<
    'q' | 'view' | 'open' | 'sort'
  >();
  const isList = q !== '' || view === 'list';
  const [open, setOpen] = useState(ROOT);
  const levels = useTopicLevels(open, !isList);
  const list = useTopicList(q, sort === '-rate' ? '-rate' : 'topic', isList);
  const [root] = levels;

  const found = levels.map(({ data }) => data);
  const renewed = levels.map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answers are told apart by when they came
  const tree = useMemo(() => rowsOfTree(open, found), [open, renewed]);
  const listed = useMemo(() => list.rows.map((topic): TopicRow => ({ kind: 'topic', topic })), [list.rows]);
  const rows = isList ? listed : tree;

  const toggle = useCallback((row: TopicRow) => {
    if (row.kind === 'more') setOpen((before) => withMore(before, row.below));
    if (row.kind !== 'level' || row.level.children === 0) return;
    const below = `${row.level.topic}/`;
    setOpen((before) => (row.isOpen ? closed(before, below) : opened(before, below)));
  }, []);
  const togglePayload = useCallback(
    (topic: string) => change({ open: payloadOf === topic ? undefined : topic }),
    [change, payloadOf],
  );
  const act = useCallback(
    (row: TopicRow) => {
      const use = usedByRow(row);
      const isLeaf = row.kind === 'topic' || (row.kind === 'level' && row.level.children === 0);
      if (isLeaf && use) togglePayload(use.topic);
      else toggle(row);
    },
    [toggle, togglePayload],
  );
  const may = useMay('operator');
  const role = useNeededRole('operator');
  const watch = useCallback((filter: string | undefined) => filter !== undefined && watchTopic(filter), []);
  const columns = useMemo(
    () => topicColumns(texts, formats, { toggle, togglePayload, watch: watchTopic }),
    [texts, formats, toggle, togglePayload],
  );
  const menu = useCallback(
    (row: TopicRow) => {
      const use = usedByRow(row);
      if (!use) return null;
      const branch = row.kind === 'level' && row.level.children > 0 ? filterOfRow(row) : undefined;
      return (
        <>
          {use.last && (
            <Menu.Item onClick={() => togglePayload(use.topic)}>
              {payloadOf === use.topic ? texts.hidePayload : texts.showPayload}
            </Menu.Item>
          )}
          <Menu.Item disabled={!may} title={may ? undefined : role} onClick={() => watch(use.topic)}>
            {texts.watchTopic}
          </Menu.Item>
          {branch !== undefined && (
            <>
              <Menu.Item disabled={!may} title={may ? undefined : role} onClick={() => watch(branch)}>
                {texts.watchBranch}
              </Menu.Item>
              <Menu.Item onClick={() => change({ q: `topic:${quoteWord(branch)}` }, 'push')}>
                {texts.onlyBelow}
              </Menu.Item>
            </>
          )}
          <Menu.Item onClick={() => void copyText(use.topic)}>{texts.copy}</Menu.Item>
        </>
      );
    },
    [texts, may, role, watch, togglePayload, payloadOf, change],
  );
  const expansion = useCallback(
    (row: TopicRow) => {
      const use = usedByRow(row);
      return use && use.topic === payloadOf ? <SeenPayload use={use} /> : null;
    },
    [payloadOf],
  );
  const keys = useMemo(
    () => ({
      w: (row: TopicRow) => may && watch(filterOfRow(row)),
      ArrowRight: (row: TopicRow) => row.kind === 'level' && !row.isOpen && toggle(row),
      ArrowLeft: (row: TopicRow) => row.kind === 'level' && row.isOpen && toggle(row),
    }),
    [may, watch, toggle],
  );
  const words = useMemo(() => searchKeys(texts), [texts]);

  const error = isList ? list.query.error : root?.error;
  const wrong = q === '' ? undefined : searchProblem(error);
  const meta = isList ? list.meta : root?.data?.meta;
  const isKnown = isList ? list.query.isSuccess : root?.isSuccess;
  // What is opened is shown at once, and does not wait for the pointer to leave.
  const shape = isList
    ? list.view
    : `${open.map(({ below, limit }) => `${below} ${limit}`).join('\n')}\n${found.map((one) => (one ? 1 : 0)).join('')}`;
  return (
    <Stack gap="xs">
      {error && !wrong && (
        <ProblemView problem={error} onRetry={() => void (isList ? list.query : root)?.refetch()} />
      )}
      <DataTable
        name="topics"
        label={texts.label}
        columns={columns}
        rows={rows}
        rowId={idOfRow}
        view={shape}
        sorting="server"
        total={isList ? meta?.count : undefined}
        more={
          isList
            ? {
                hasMore: list.query.hasNextPage,
                isLoading: list.query.isFetchingNextPage,
                load: () => void list.query.fetchNextPage(),
              }
            : undefined
        }
        onOpen={act}
        menu={menu}
        keys={keys}
        expansion={expansion}
        toolbar={
          <>
            <SearchBox
              label={texts.search}
              placeholder={texts.placeholder}
              value={q}
              onChange={(text) => change({ q: text === '' ? undefined : text })}
              keys={words}
              count={isList && meta?.count !== undefined ? formats.number(meta.count) : undefined}
              error={wrong}
            />
            <SegmentedControl
              size="xs"
              aria-label={texts.view}
              transitionDuration={0}
              value={isList ? (sort === '-rate' ? 'busiest' : 'list') : 'tree'}
              onChange={(value) =>
                change({
                  view: value === 'tree' ? undefined : 'list',
                  sort: value === 'busiest' ? '-rate' : undefined,
                  ...(value === 'tree' && { q: undefined }),
                })
              }
              data={[
                { value: 'tree', label: texts.tree },
                { value: 'list', label: texts.list },
                { value: 'busiest', label: texts.busiest },
              ]}
            />
          </>
        }
        empty={
          isKnown &&
          !wrong &&
          (q === '' ? (
            <EmptyState
              action={
                <Button variant="default" onClick={() => openTool('devices')}>
                  {texts.simulate}
                </Button>
              }
              command="tocsin topics ls --watch 5s"
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
      {meta && (
        <Group gap="xs">
          <Text size="xs" c="dimmed">
            {texts.since(formats.time(meta.since))}{' '}
            {meta.missed > 0 && texts.missed(formats.number(meta.missed))}{' '}
            {meta.left_out > 0 && texts.leftOut(formats.number(meta.left_out))}
          </Text>
        </Group>
      )}
    </Stack>
  );
}

function searchKeys({ keys, states }: (typeof topicsTexts)['en']) {
  return [
    { word: 'topic:', meaning: keys.topic },
    {
      word: 'is:',
      meaning: keys.is,
      values: Object.entries(states).map(([value, meaning]) => ({ value, meaning })),
    },
    { word: 'rate>', meaning: keys.rate },
    { word: 'size>', meaning: keys.size },
  ];
}
