import { Button, Group, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useCallback, useMemo, useState } from 'react';
import type { AuditEntry } from '../../../../src/api/contract.ts';
import { Problem } from '../../shared/api/problem.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { DataTable } from '../../shared/table/data-table.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { StateMark } from '../../shared/ui/state-mark.tsx';
import { auditTexts } from './audit.texts.ts';
import { AuditEntryPanel } from './audit-entry.tsx';
import { fetchAuditLog, useAuditLog } from './audit-log.ts';
import { sentenceOf } from './entry-sentence.ts';

const KINDS = [
  'actions',
  'alert_settings',
  'alerts',
  'api_key',
  'authentication',
  'authorization',
  'backup',
  'banned',
  'clients',
  'connectors',
  'listeners',
  'login',
  'monitors',
  'mqtt',
  'rules',
  'session',
  'silences',
  'users',
];

const idOf = ({ id }: AuditEntry) => String(id);
const nameOf = (entry: AuditEntry) => sentenceOf(entry);

/** Everything that anybody changed. */
export function AuditTable() {
  const texts = useTexts(auditTexts);
  const [{ q, from, result, kind, id }, change] = usePageSearch<'q' | 'from' | 'result' | 'kind' | 'id'>();
  const [text, setText] = useState(q ?? '');
  const writeText = useDebouncedCallback((value: string) => change({ q: value || undefined }), 250);
  const search = useMemo(() => ({ text: q, from, result, kind }), [q, from, result, kind]);
  const query = useAuditLog(search);
  const pages = query.data?.pages;
  const rows = useMemo(() => pages?.flatMap(({ data }) => data) ?? [], [pages]);
  const open = useCallback((entry: AuditEntry) => change({ id: String(entry.id) }, 'push'), [change]);
  const columns = useMemo(
    () => [
      {
        id: 'time',
        header: texts.time,
        cell: ({ created_at }: AuditEntry) => <Moment at={created_at} />,
        value: ({ created_at }: AuditEntry) => created_at,
        width: 150,
        onPhone: true,
      },
      {
        id: 'who',
        header: texts.who,
        cell: ({ source }: AuditEntry) => <DeviceText text={source || '–'} />,
        value: ({ source }: AuditEntry) => source,
        width: 130,
        onPhone: true,
      },
      {
        id: 'what',
        header: texts.what,
        cell: (entry: AuditEntry) => <DeviceText text={sentenceOf(entry)} />,
        value: (entry: AuditEntry) => sentenceOf(entry),
        width: 320,
        grows: true,
        onPhone: true,
      },
      {
        id: 'result',
        header: texts.result,
        cell: ({ operation_result }: AuditEntry) => (
          <StateMark tone={operation_result === 'success' ? 'good' : 'warning'}>
            {texts[operation_result]}
          </StateMark>
        ),
        value: ({ operation_result }: AuditEntry) => operation_result,
        width: 100,
      },
      {
        id: 'from',
        header: texts.where,
        cell: (entry: AuditEntry) => `${texts[entry.from]} · ${entry.source_ip}`,
        value: ({ source_ip }: AuditEntry) => source_ip,
        width: 210,
      },
      {
        id: 'changes',
        header: texts.changes,
        cell: ({ changes, more_changes }: AuditEntry) => changes.length + more_changes || '',
        value: ({ changes, more_changes }: AuditEntry) => changes.length + more_changes,
        width: 110,
        isNumber: true,
      },
    ],
    [texts],
  );
  if (query.error && !query.data) {
    const isOff = query.error instanceof Problem && query.error.message === 'Audit is disabled';
    if (isOff) return <EmptyState>{texts.off}</EmptyState>;
    return <ProblemView problem={query.error} onRetry={() => void query.refetch()} />;
  }
  const isFiltered = Boolean(q || from || result || kind);
  const clear = () => {
    setText('');
    change({ q: undefined, from: undefined, result: undefined, kind: undefined });
  };
  return (
    <>
      <DataTable
        name="audit"
        label={texts.label}
        columns={columns}
        rows={rows}
        rowId={idOf}
        rowName={nameOf}
        view={JSON.stringify(search)}
        sorting="server"
        total={pages?.[0]?.meta.count}
        onOpen={open}
        more={{
          hasMore: query.hasNextPage,
          isLoading: query.isFetching,
          load: () => void query.fetchNextPage(),
        }}
        fetchAll={() => fetchAuditLog(search)}
        empty={
          query.isPending ? undefined : isFiltered ? (
            <EmptyState action={<Button onClick={clear}>{texts.clear}</Button>}>
              {texts.nothingMatches}
            </EmptyState>
          ) : (
            <EmptyState command="tocsin audit ls">{texts.nothing}</EmptyState>
          )
        }
        toolbar={
          <Group gap="xs">
            <TextInput
              aria-label={texts.search}
              placeholder={texts.searchHelp}
              value={text}
              w={220}
              onChange={({ currentTarget }) => {
                setText(currentTarget.value);
                writeText(currentTarget.value);
              }}
            />
            <Filter
              label={texts.kind}
              any={texts.anyKind}
              value={kind}
              options={KINDS.map((one) => ({ value: one, label: one }))}
              onChange={(value) => change({ kind: value })}
            />
            <Filter
              label={texts.origin}
              any={texts.anyOrigin}
              value={from}
              options={(['dashboard', 'rest_api', 'cli'] as const).map((one) => ({
                value: one,
                label: texts[one],
              }))}
              onChange={(value) => change({ from: value })}
            />
            <Filter
              label={texts.result}
              any={texts.anyResult}
              value={result}
              options={(['success', 'failure'] as const).map((one) => ({ value: one, label: texts[one] }))}
              onChange={(value) => change({ result: value })}
            />
          </Group>
        }
      />
      <AuditEntryPanel
        entry={rows.find((row) => String(row.id) === id)}
        onClose={() => change({ id: undefined })}
      />
    </>
  );
}

interface FilterProps {
  readonly label: string;
  readonly any: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string | undefined) => void;
}

function Filter({ label, any, value, options, onChange }: FilterProps) {
  return (
    <Select
      aria-label={label}
      w={150}
      data={[{ value: '', label: any }, ...options]}
      value={value ?? ''}
      allowDeselect={false}
      onChange={(next) => onChange(next || undefined)}
    />
  );
}
