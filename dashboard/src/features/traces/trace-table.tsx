import { Button, Group, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import { useFormats } from '../../shared/format/format.ts';
import { DataTable } from '../../shared/table/data-table.tsx';
import type { DataColumn } from '../../shared/table/table-column.ts';
import { type Language, useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { LineFields } from './line-fields.tsx';
import { MOST_LINES, type NumberedLine, type TraceLines } from './trace-lines.ts';
import { isTrouble, summaryOf, typeTitle } from './trace-summary.ts';
import styles from './trace-table.module.css';
import { type TraceTexts, traceTexts } from './traces.texts.ts';

interface TraceTableProps {
  readonly name: string;
  readonly lines: TraceLines;
  /** A trace of one client need not say at each line whose it is. */
  readonly withClient: boolean;
  readonly maxHeight?: number;
}

const KINDS = ['all', 'received', 'sent', 'event'] as const;
type Kind = (typeof KINDS)[number];

const idOf = ({ n }: NumberedLine) => String(n);
const toneOf = (line: NumberedLine) => (isTrouble(line) ? ('warning' as const) : undefined);

/** The lines of a trace, the last one first; each opens to all its fields. */
export function TraceTable({
  name,
  lines: { lines, count, isOver, problem },
  withClient,
  maxHeight,
}: TraceTableProps) {
  const texts = useTexts(traceTexts);
  const language = useLanguage();
  const formats = useFormats();
  const [text, setText] = useState('');
  const [kind, setKind] = useState<Kind>('all');
  const [open, setOpen] = useState<number>();
  const columns = useMemo(() => columnsOf(texts, language, withClient), [texts, language, withClient]);
  const rows = useMemo(() => {
    const sought = text.trim().toLowerCase();
    if (sought === '' && kind === 'all') return lines;
    return lines.filter(
      (line) =>
        (kind === 'all' || line.kind === kind) &&
        (sought === '' || searchText(line, texts, language).includes(sought)),
    );
  }, [lines, text, kind, texts, language]);
  const toggle = useCallback(
    ({ n }: NumberedLine) => setOpen((before) => (before === n ? undefined : n)),
    [],
  );
  const expansion = useCallback(
    (line: NumberedLine) => (line.n === open ? <LineFields line={line} /> : null),
    [open],
  );
  const isFiltered = text.trim() !== '' || kind !== 'all';
  const clear = () => {
    setText('');
    setKind('all');
  };
  const card = useCallback(
    (line: NumberedLine) => (
      <div className={styles.card}>
        <KindMark kind={line.kind} texts={texts} />{' '}
        <Text span fw={600} inherit>
          {typeTitle(line, texts, language)}
        </Text>{' '}
        <DeviceText text={summaryOf(line, texts, language)} longest={90} />{' '}
        <Text span size="xs" c="dimmed">
          <Moment at={line.time} precision="millisecond" />
        </Text>
      </div>
    ),
    [texts, language],
  );
  return (
    <>
      {problem && <ProblemView problem={problem} />}
      <DataTable
        name={`trace-${name}`}
        inAddress="trace"
        label={texts.table}
        columns={columns}
        rows={rows}
        rowId={idOf}
        view={`${name} ${text} ${kind}`}
        sorting="here"
        onOpen={toggle}
        expansion={expansion}
        tone={toneOf}
        card={card}
        {...(maxHeight !== undefined && { maxHeight })}
        toolbar={
          <Group gap="xs">
            <TextInput
              aria-label={texts.filter}
              placeholder={texts.filterHint}
              value={text}
              onChange={({ currentTarget }) => setText(currentTarget.value)}
              spellCheck={false}
              w={200}
            />
            <SegmentedControl
              size="xs"
              aria-label={texts.columns.kind}
              value={kind}
              onChange={(value) => setKind(value as Kind)}
              transitionDuration={0}
              data={KINDS.map((value) => ({ value, label: texts.kinds[value] }))}
            />
          </Group>
        }
        empty={
          isFiltered ? (
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
            !problem && <EmptyState>{isOver ? texts.noLinesEver : texts.noLines}</EmptyState>
          )
        }
      />
      {count > MOST_LINES && (
        <Text size="xs" c="dimmed">
          {texts.older(formats.number(MOST_LINES))}
        </Text>
      )}
    </>
  );
}

function columnsOf(texts: TraceTexts, language: Language, withClient: boolean): DataColumn<NumberedLine>[] {
  const client: DataColumn<NumberedLine> = {
    id: 'client',
    header: texts.columns.client,
    width: 170,
    cell: ({ clientid, peername }) => <DeviceText text={clientid ?? peername ?? ''} longest={60} />,
    value: ({ clientid, peername }) => clientid ?? peername,
  };
  return [
    {
      id: 'time',
      header: texts.columns.time,
      width: 110,
      cell: ({ time }) => <Moment at={time} precision="millisecond" />,
      value: ({ n }) => n,
    },
    {
      id: 'kind',
      header: texts.columns.kind,
      width: 100,
      cell: ({ kind }) => <KindMark kind={kind} texts={texts} />,
      value: ({ kind }) => texts.kind[kind],
    },
    {
      id: 'type',
      header: texts.columns.type,
      width: 150,
      cell: (line) => typeTitle(line, texts, language),
      value: (line) => typeTitle(line, texts, language),
    },
    ...(withClient ? [client] : []),
    {
      id: 'summary',
      header: texts.columns.summary,
      width: 320,
      grows: true,
      cell: (line) => <DeviceText text={summaryOf(line, texts, language)} longest={200} />,
      value: (line) => summaryOf(line, texts, language),
    },
  ];
}

const SIGNS = { received: '→', sent: '←', event: '·' } as const;

function KindMark({ kind, texts }: { kind: NumberedLine['kind']; texts: TraceTexts }) {
  return (
    <span className={styles[kind]}>
      <span aria-hidden="true">{SIGNS[kind]}</span> {texts.kind[kind]}
    </span>
  );
}

function searchText(line: NumberedLine, texts: TraceTexts, language: Language): string {
  const { type, clientid = '', peername = '' } = line;
  return [type, typeTitle(line, texts, language), clientid, peername, summaryOf(line, texts, language)]
    .join(' ')
    .toLowerCase();
}
