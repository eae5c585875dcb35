import { Button, CloseButton, Group, Select, Stack, Text } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import type { RecordedEvent } from '../../../../src/api/contract.ts';
import { eventTitles } from '../../../../src/texts/event-words.ts';
import { reasonWords } from '../../../../src/texts/reason-words.ts';
import { Problem } from '../../shared/api/problem.ts';
import { useFormats } from '../../shared/format/format.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import type { SearchKey } from '../../shared/search/completions.ts';
import { SearchBox } from '../../shared/search/search-box.tsx';
import { DataTable } from '../../shared/table/data-table.tsx';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { openTool } from '../../shared/tools/opened-tools.ts';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { eventColumns } from './event-columns.tsx';
import styles from './event-explorer.module.css';
import { EventHistogramChart } from './event-histogram.tsx';
import { eventFileUrl, queryOf, useEventHistogram, useEvents, useResolvedWishes } from './event-list.ts';
import { EventMark } from './event-mark.tsx';
import { EventPanel } from './event-panel.tsx';
import { readSearch } from './event-query.ts';
import { EventSentence } from './event-sentence.tsx';
import { toneOf } from './event-tone.ts';
import { eventsTexts } from './events.texts.ts';
import { JournalNote } from './journal-note.tsx';
import { SavedFilters } from './saved-filters.tsx';

const LASTS = { m15: 15 * 60_000, h1: 3_600_000, h24: 86_400_000 } as const;

const idOf = ({ id }: RecordedEvent) => id;
const cardOf = (event: RecordedEvent) => (
  <div className={styles.card}>
    <div className={styles.sentence}>
      <EventMark event={event} /> <EventSentence event={event} isPlain />
    </div>
    <Text size="xs" c="dimmed" component="div">
      <Moment at={event.at} precision="second" />
    </Text>
  </div>
);

/** What happens and happened, as it is looked for; one of it in full beside. */
export function EventExplorer() {
  const texts = useTexts(eventsTexts);
  const language = useLanguage();
  const formats = useFormats();
  const [{ q = '', from, to, id }, change] = usePageSearch<'q' | 'from' | 'to' | 'id'>();
  const range = useMemo(() => ({ from: momentOf(from), to: momentOf(to) }), [from, to]);
  const wished = useMemo(() => readSearch(q), [q]);
  const { wishes, hasNoSuchRule } = useResolvedWishes(wished);
  const { found, rows } = useEvents(wishes, range);
  const histogram = useEventHistogram(wishes, range);
  const isOpen = id !== undefined;
  const columns = useMemo(() => eventColumns(texts.columns, language, isOpen), [texts, language, isOpen]);
  const keys = useMemo(() => searchKeys(texts.keys, language), [texts, language]);
  const open = useCallback((event: RecordedEvent) => change({ id: event.id }), [change]);
  const isFiltered = q !== '' || range.from !== undefined || range.to !== undefined;
  const clear = () => change({ q: undefined, from: undefined, to: undefined });
  const { error } = found;
  const isWrong = error instanceof Problem && error.status === 400;
  const wrong = hasNoSuchRule ? texts.noSuchRule : isWrong ? explanationOf(error) : undefined;
  const isOff = error instanceof Problem && /journal\.enable/.test(error.message);
  if (isOff) return <EmptyState>{texts.off}</EmptyState>;
  return (
    <Stack gap="sm">
      {histogram.data && (
        <EventHistogramChart
          histogram={histogram.data}
          onSelect={(begin, end) => change({ from: String(begin), to: String(end) }, 'push')}
        />
      )}
      <Group gap="xs">
        <Select
          aria-label={texts.last}
          w={160}
          data={[
            { value: 'all', label: texts.lasts.all },
            { value: 'm15', label: texts.lasts.m15 },
            { value: 'h1', label: texts.lasts.h1 },
            { value: 'h24', label: texts.lasts.h24 },
          ]}
          value={range.from === undefined ? 'all' : null}
          placeholder={
            range.from === undefined
              ? ''
              : texts.range(formats.time(range.from), range.to === undefined ? '' : formats.time(range.to))
          }
          allowDeselect={false}
          onChange={(value) => {
            const length = LASTS[value as keyof typeof LASTS] as number | undefined;
            change({ from: length === undefined ? undefined : String(Date.now() - length), to: undefined });
          }}
        />
        {range.from !== undefined && (
          <Group gap={4} wrap="nowrap">
            <Text size="xs">
              {texts.range(formats.time(range.from), range.to === undefined ? '…' : formats.time(range.to))}
            </Text>
            <CloseButton
              size="xs"
              aria-label={texts.clearRange}
              onClick={() => change({ from: undefined, to: undefined })}
            />
          </Group>
        )}
        <SavedFilters q={q} onChoose={(chosen) => change({ q: chosen })} />
      </Group>
      {error && !isWrong && <ProblemView problem={error} onRetry={() => void found.refetch()} />}
      <div className={`${styles.split} ${id === undefined ? '' : styles.withPanel}`}>
        <DataTable
          name="events"
          label={texts.list}
          columns={columns}
          rows={rows}
          rowId={idOf}
          view={`${q} ${from} ${to}`}
          sorting="server"
          total={histogram.data?.meta.count}
          more={{
            hasMore: found.hasNextPage,
            isLoading: found.isFetchingNextPage,
            load: () => void found.fetchNextPage(),
          }}
          onOpen={open}
          card={cardOf}
          tone={rowTone}
          fileUrl={wishes && ((format) => eventFileUrl(queryOf(wishes, range), format))}
          toolbar={
            <SearchBox
              label={texts.search}
              placeholder={texts.placeholder}
              value={q}
              onChange={(value) => change({ q: value === '' ? undefined : value })}
              keys={keys}
              error={wrong === undefined ? undefined : { message: wrong }}
            />
          }
          empty={
            found.isPending || wrong !== undefined ? undefined : isFiltered ? (
              <EmptyState
                action={
                  <Button variant="default" onClick={clear}>
                    {texts.clear}
                  </Button>
                }
              >
                {texts.noMatch}
              </EmptyState>
            ) : (
              <EmptyState
                action={
                  <Button variant="default" onClick={() => openTool('devices')}>
                    {texts.simulate}
                  </Button>
                }
                command="tocsin events tail"
              >
                {texts.nothingYet}
              </EmptyState>
            )
          }
        />
        {id !== undefined && (
          <aside className={styles.panel} aria-label={texts.event}>
            <EventPanel
              key={id}
              id={id}
              rules={rows.find((row) => row.id === id)?.rules}
              onClose={() => change({ id: undefined })}
            />
          </aside>
        )}
      </div>
      <JournalNote />
    </Stack>
  );
}

/** The sentence in the answer of a query that cannot be read. */
function explanationOf({ message }: Problem): string {
  try {
    const { explanation } = JSON.parse(message) as { explanation?: unknown };
    return typeof explanation === 'string' ? explanation : message;
  } catch {
    return message;
  }
}

function rowTone(event: RecordedEvent) {
  return event.event === 'journal.gap' || (event.event === 'alarm.activated' && toneOf(event) === 'bad')
    ? ('warning' as const)
    : undefined;
}

function momentOf(text: string | undefined): number | undefined {
  const at = Number(text);
  return text === undefined || text === '' || !Number.isFinite(at) ? undefined : at;
}

type KeyTexts = Readonly<
  Record<'event' | 'client' | 'user' | 'reason' | 'rule' | 'ip' | 'topic' | 'listener', string>
>;

function searchKeys(meanings: KeyTexts, language: 'en' | 'zh'): SearchKey[] {
  const named = (words: Readonly<Record<string, string>>) =>
    Object.entries(words).map(([value, meaning]) => ({ value, meaning }));
  return [
    { word: 'event:', meaning: meanings.event, values: named(eventTitles[language]) },
    { word: 'client:', meaning: meanings.client },
    { word: 'user:', meaning: meanings.user },
    { word: 'reason:', meaning: meanings.reason, values: named(reasonWords[language]) },
    { word: 'rule:', meaning: meanings.rule },
    { word: 'ip:', meaning: meanings.ip },
    { word: 'topic:', meaning: meanings.topic },
    { word: 'listener:', meaning: meanings.listener },
  ];
}
