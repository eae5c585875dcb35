import { Anchor, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { Action, ActionMetrics, Connector } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { FileMark } from '../../shared/ui/file-lock.tsx';
import { useActions } from './connector-queries.ts';
import { connectorTexts } from './connectors.texts.ts';
import { ConnectorState } from './state-mark.tsx';

/** The actions that send by it, with what became of their rows. */
export function ConnectorActions({ connector }: { connector: Connector }) {
  const texts = useTexts(connectorTexts);
  const { data: actions = [] } = useActions();
  const own = actions.filter(
    (action) => action.type === connector.type && action.connector === connector.name,
  );
  if (own.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {texts.noActions}
      </Text>
    );
  }
  return (
    <Table.ScrollContainer minWidth={420} type="native">
      <Table verticalSpacing={4} fz="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{texts.name}</Table.Th>
            <Table.Th>{texts.usedBy}</Table.Th>
            <Table.Th ta="end">{texts.matched}</Table.Th>
            <Table.Th ta="end">{texts.success}</Table.Th>
            <Table.Th ta="end">{texts.failed}</Table.Th>
            <Table.Th ta="end">{texts.dropped}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {own.map((action) => (
            <ActionRow key={action.name} action={action} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function ActionRow({ action }: { action: Action }) {
  const formats = useFormats();
  const id = `${action.type}:${action.name}`;
  const { data } = useQuery({
    queryKey: ['actions', 'metrics', id],
    queryFn: ({ signal }) => api.get<ActionMetrics>(`/actions/${encodeURIComponent(id)}/metrics`, {}, signal),
    refetchInterval: 5_000,
  });
  const figures = data?.metrics;
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {action.name}
        <FileMark file={action.file} />
        <Text size="xs">
          <ConnectorState status={action.status} />
        </Text>
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {action.rules.map((rule, index) => (
          <Fragment key={rule}>
            {index > 0 && ' · '}
            <Anchor component={Link} to="/rules/edit" search={{ id: rule } as never} inherit>
              {rule}
            </Anchor>
          </Fragment>
        ))}
      </Table.Td>
      {(['matched', 'success', 'failed', 'dropped'] as const).map((name) => (
        <Table.Td key={name} ta="end">
          {figures ? formats.number(figures[name]) : '—'}
        </Table.Td>
      ))}
    </Table.Tr>
  );
}
