import {
  ActionIcon,
  Button,
  Group,
  Select,
  Stack,
  Table,
  Text,
  Tooltip,
  UnstyledButton,
} from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Page, Rule } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { Problem } from '../../shared/api/problem.ts';
import { useCopy } from '../../shared/clipboard/clipboard.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useMay } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { attempt } from '../../shared/ui/attempt.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { BacktestPanel, RunView } from './backtest-panel.tsx';
import { BACKTESTS, useBacktestRun, useBacktests } from './backtest-run.ts';
import { backtestTexts } from './backtests.texts.ts';

/** The backtests that are kept. */
export function BacktestTable({
  chosen,
  onChoose,
}: {
  chosen?: string | undefined;
  onChoose(id: string): void;
}) {
  const texts = useTexts(backtestTexts);
  const formats = useFormats();
  const query = useBacktests();
  const queries = useQueryClient();
  const may = useMay('editor');
  const forget = async (id: string) => {
    await api.delete(`/backtests/${id}`);
    await queries.invalidateQueries({ queryKey: BACKTESTS });
  };
  return (
    <QueryView
      query={query}
      isEmpty={({ data }) => data.length === 0}
      empty={<EmptyState>{texts.none}</EmptyState>}
    >
      {({ data }) => (
        <Table.ScrollContainer minWidth={520}>
          <Table verticalSpacing={6} fz="sm" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{texts.rule}</Table.Th>
                <Table.Th>{texts.started}</Table.Th>
                <Table.Th>{texts.state}</Table.Th>
                <Table.Th ta="right">{texts.figures.read}</Table.Th>
                <Table.Th ta="right">{texts.figures.rows}</Table.Th>
                <Table.Th aria-label={texts.remove} />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.map((one) => (
                <Table.Tr key={one.id} {...(one.id === chosen && { bg: 'var(--tocsin-raised)' })}>
                  <Table.Td>
                    <UnstyledButton
                      fz="sm"
                      c="var(--mantine-color-anchor)"
                      onClick={() => onChoose(one.id)}
                      aria-current={one.id === chosen}
                    >
                      {one.rule_id ?? texts.unsaved}
                    </UnstyledButton>
                  </Table.Td>
                  <Table.Td>
                    <Moment at={one.created_at} />
                  </Table.Td>
                  <Table.Td>
                    {texts.states[one.state]}
                    {one.state === 'running' && ` ${one.progress.percent} %`}
                  </Table.Td>
                  <Table.Td ta="right">{formats.number(one.events_read)}</Table.Td>
                  <Table.Td ta="right">{formats.number(one.row_count)}</Table.Td>
                  <Table.Td ta="right">
                    <Tooltip label={may ? texts.remove : texts.needsAdministrator}>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        size="sm"
                        disabled={!may}
                        aria-label={texts.remove}
                        onClick={() => attempt(() => forget(one.id))}
                      >
                        <IconTrash size={14} stroke={1.5} />
                      </ActionIcon>
                    </Tooltip>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </QueryView>
  );
}

/** One that was run before, by its link. */
export function KeptBacktest({ id }: { id: string }) {
  const texts = useTexts(backtestTexts);
  const run = useBacktestRun();
  const clipboard = useCopy();
  const { watch, problem } = run;
  useEffect(() => watch(id), [watch, id]);
  if (problem instanceof Problem && problem.status === 404) return <EmptyState>{texts.gone}</EmptyState>;
  return (
    <Stack gap="sm">
      <Group>
        <Button size="compact-sm" variant="default" onClick={() => clipboard.copy(location.href)}>
          {clipboard.copied ? texts.copied : texts.link}
        </Button>
      </Group>
      {run.report && (
        <Text
          ff="monospace"
          size="xs"
          c="dimmed"
          style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
        >
          {run.report.sql}
        </Text>
      )}
      <RunView run={run} onRetry={() => watch(id)} />
    </Stack>
  );
}

/** A rule that is kept, chosen from all of them, and what it would have done. */
export function NewBacktest({
  ruleId,
  onRule,
}: {
  ruleId?: string | undefined;
  onRule(id: string | undefined): void;
}) {
  const texts = useTexts(backtestTexts);
  const [search, setSearch] = useState('');
  const query = useQuery({
    queryKey: ['rules', 'to-backtest'],
    queryFn: ({ signal }) => api.get<Page<Rule>>('/rules', { limit: 1000 }, signal),
  });
  return (
    <QueryView
      query={query}
      isEmpty={({ data }) => data.length === 0}
      empty={<EmptyState>{texts.noRules}</EmptyState>}
    >
      {({ data }) => {
        const rule = data.find(({ id }) => id === ruleId);
        return (
          <Stack gap="sm">
            <Select
              label={texts.chooseRule}
              data={data.map(({ id, name }) => ({ value: id, label: name ? `${name} (${id})` : id }))}
              value={rule?.id ?? null}
              onChange={(value) => onRule(value ?? undefined)}
              searchable
              searchValue={search}
              onSearchChange={setSearch}
              maw={360}
            />
            {rule && (
              <BacktestPanel
                key={rule.id}
                rule={{ id: rule.id, sql: rule.sql, alert: rule.alert ?? null, actions: rule.actions }}
              />
            )}
          </Stack>
        );
      }}
    </QueryView>
  );
}
