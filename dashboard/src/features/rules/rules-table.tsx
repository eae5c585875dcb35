import { Button, Code, Menu, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Rule } from '../../../../src/api/contract.ts';
import { useCopy } from '../../shared/clipboard/clipboard.ts';
import { yamlText } from '../../shared/code/yaml-text.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useShortcut } from '../../shared/keys/use-shortcut.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useMay } from '../../shared/session/session.ts';
import { DataTable } from '../../shared/table/data-table.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { showDone, showUndo } from '../../shared/ui/undo-toast.tsx';
import { NoRules } from './no-rules.tsx';
import { deleteRule, duplicateRule, restoreRule, ruleBody, ruleYaml, switchRule } from './rule-changes.ts';
import { RuleCard, ruleColumns } from './rule-columns.tsx';
import { useRuleSummaries, useRules } from './rule-queries.ts';
import { type RuleRow, ruleRows } from './rule-row.ts';
import { rulesTexts } from './rules.texts.ts';

const rowId = ({ rule }: RuleRow) => rule.id;
const rowName = ({ title }: RuleRow) => title;

/** All rules with how they do. */
export function RulesTable() {
  const rules = useRules();
  return (
    <QueryView query={rules} isEmpty={(all) => all.length === 0} empty={<NoRules />}>
      {(all) => <Rows rules={all} />}
    </QueryView>
  );
}

function Rows({ rules }: { rules: readonly Rule[] }) {
  const texts = useTexts(rulesTexts);
  const formats = useFormats();
  const navigate = useNavigate();
  const [{ q = '' }, setSearch] = usePageSearch<'q'>();
  const { data: summaries, error } = useRuleSummaries();
  const field = useRef<HTMLInputElement>(null);
  useShortcut('/', texts.search, () => field.current?.focus());
  const rows = useMemo(() => ruleRows(rules, summaries, q), [rules, summaries, q]);

  const onSwitch = useCallback(
    ({ rule }: RuleRow, enable: boolean) => void attempt(() => switchRule(rule, enable), texts.failed),
    [texts],
  );
  const columns = useMemo(() => ruleColumns(texts, formats, onSwitch), [texts, formats, onSwitch]);
  const open = ({ rule }: RuleRow) =>
    void navigate({ to: '/rules/edit' as string, search: { id: rule.id } as never });
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const toggle = ({ rule: { id } }: RuleRow) =>
    setExpanded((before) =>
      before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id]),
    );

  return (
    <>
      {error && <ProblemView problem={error} />}
      <DataTable
        name="rules"
        label={texts.rules}
        columns={columns}
        rows={rows}
        rowId={rowId}
        rowName={rowName}
        view={q}
        sorting="here"
        onOpen={open}
        keys={{ o: toggle }}
        card={(row) => <RuleCard row={row} onSwitch={(enable) => onSwitch(row, enable)} />}
        tone={({ summary }) => toneOf(summary?.state)}
        expansion={(row) =>
          expanded.has(row.rule.id) ? (
            <Code block ff="monospace" m={8} tabIndex={0}>
              {row.rule.sql}
            </Code>
          ) : null
        }
        menu={(row) => (
          <RuleMenu row={row} isExpanded={expanded.has(row.rule.id)} onOpen={open} onToggle={toggle} />
        )}
        toolbar={
          <TextInput
            ref={field}
            type="search"
            w={{ base: '100%', sm: 320 }}
            aria-label={texts.search}
            placeholder={texts.searchHint}
            leftSection={<IconSearch size={16} stroke={1.5} />}
            value={q}
            onChange={({ currentTarget }) => setSearch({ q: currentTarget.value || undefined })}
          />
        }
        empty={
          <EmptyState
            action={
              <Button variant="default" onClick={() => setSearch({ q: undefined })}>
                {texts.clear}
              </Button>
            }
          >
            {texts.noMatch(q)}
          </EmptyState>
        }
      />
    </>
  );
}

function RuleMenu({
  row,
  isExpanded,
  onOpen,
  onToggle,
}: {
  row: RuleRow;
  isExpanded: boolean;
  onOpen: (row: RuleRow) => void;
  onToggle: (row: RuleRow) => void;
}) {
  const texts = useTexts(rulesTexts);
  const mayChange = useMay('editor');
  const clipboard = useCopy();
  const { rule, title } = row;
  const isFile = rule.file !== undefined;
  const remove = () =>
    void attempt(async () => {
      await deleteRule(rule);
      showUndo({ message: texts.deleted(title), undo: () => restoreRule(rule) });
    }, texts.failed);
  const duplicate = () =>
    void attempt(async () => {
      const copy = await duplicateRule(rule, texts.copyName(title).slice(0, 256));
      showDone(texts.duplicated(copy.name));
    }, texts.failed);
  const copyYaml = () => {
    clipboard.copy(yamlText(ruleYaml(ruleBody(rule))));
    showDone(texts.copied);
  };
  return (
    <>
      <Menu.Item onClick={() => onOpen(row)}>
        {isFile || !mayChange ? texts.menu.open : texts.menu.edit}
      </Menu.Item>
      <Menu.Item onClick={() => onToggle(row)} aria-label={texts.showSql(title)}>
        {isExpanded ? texts.menu.collapse : texts.menu.expand}
      </Menu.Item>
      <Menu.Item onClick={copyYaml}>{texts.menu.copyYaml}</Menu.Item>
      <Menu.Item onClick={duplicate} disabled={!mayChange}>
        {texts.menu.duplicate}
      </Menu.Item>
      <Menu.Item onClick={remove} disabled={!mayChange || isFile} c="var(--tocsin-critical)">
        {texts.menu.delete}
        {isFile && (
          <Text span size="xs" c="dimmed">
            {' '}
            ({texts.file})
          </Text>
        )}
      </Menu.Item>
    </>
  );
}

function toneOf(state: string | undefined) {
  if (state === 'broken') return 'critical' as const;
  return state === 'action_failing' || state === 'failing' ? ('warning' as const) : undefined;
}

/** What fails is told, whoever started it. */
export async function attempt(act: () => Promise<unknown>, title: string): Promise<void> {
  try {
    await act();
  } catch (error) {
    notifications.show({
      color: 'red',
      title,
      message: error instanceof Error ? error.message : String(error),
      withBorder: true,
    });
  }
}
