import { Button, Group, Switch, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { Authenticator } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { StateMark } from '../../shared/ui/state-mark.tsx';
import { accessTexts } from './access.texts.ts';
import { AuthenticatorDialog } from './authenticator-dialog.tsx';
import {
  changeAuthenticator,
  deleteAuthenticator,
  isKind,
  KINDS,
  moveAuthenticator,
  useAuthenticatorFigures,
  useAuthenticators,
} from './authenticators.ts';
import { OrderButtons } from './order-buttons.tsx';

/** Who is asked whether a client may come in, in their order. */
export function AuthenticatorList() {
  const texts = useTexts(accessTexts);
  const formats = useFormats();
  const authenticators = useAuthenticators();
  const rows = authenticators.data ?? [];
  const ids = rows.map(({ id }) => id);
  const figures = useAuthenticatorFigures(ids);
  const [editing, setEditing] = useState<Authenticator | 'new'>();
  const [doomed, setDoomed] = useState<Authenticator>();
  const [problem, setProblem] = useState<Error>();
  const missing = KINDS.filter((kind) => !ids.includes(kind));
  const nameOf = (id: string) => (isKind(id) ? texts.kinds[id] : id);
  const run = (change: Promise<void>) => {
    setProblem(undefined);
    change.catch(setProblem);
  };
  return (
    <Section
      title={texts.chain}
      about={texts.chainAbout}
      actions={
        missing.length === 0 ? (
          <Text size="xs" c="dimmed">
            {texts.allThere}
          </Text>
        ) : (
          <ForRole role="administrator">
            <Button onClick={() => setEditing('new')}>{texts.addAuthenticator}</Button>
          </ForRole>
        )
      }
    >
      {problem && <ProblemView problem={problem} />}
      <QueryView
        query={authenticators}
        isEmpty={(list) => list.length === 0}
        empty={<EmptyState>{texts.noChain}</EmptyState>}
      >
        {(list) => (
          <PlainTable
            label={texts.chain}
            head={['', texts.kind, texts.state, texts.figures, texts.actions]}
            minWidth={720}
          >
            {list.map((one, index) => {
              const status = figures.get(one.id);
              return (
                <Table.Tr key={one.id}>
                  <Table.Td w={70}>
                    <OrderButtons
                      name={nameOf(one.id)}
                      index={index}
                      count={list.length}
                      onMove={(place) => run(moveAuthenticator(ids, one.id, place))}
                    />
                  </Table.Td>
                  <Table.Td>
                    {nameOf(one.id)}
                    <Text size="xs" c="dimmed" className="device-text">
                      {one.id}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <Group gap="xs" wrap="nowrap">
                      <ForRole role="administrator">
                        <Switch
                          checked={one.enable}
                          aria-label={`${texts.enable}: ${nameOf(one.id)}`}
                          onChange={({ currentTarget }) => {
                            const { id, ...settings } = one;
                            run(changeAuthenticator(id, { ...settings, enable: currentTarget.checked }));
                          }}
                        />
                      </ForRole>
                      {!one.enable ? (
                        <StateMark tone="off">{texts.disabled}</StateMark>
                      ) : status?.status === 'disconnected' ? (
                        <StateMark tone="bad">{texts.disconnected}</StateMark>
                      ) : (
                        <StateMark tone="good">{texts.connected}</StateMark>
                      )}
                    </Group>
                  </Table.Td>
                  <Table.Td>
                    {status &&
                      [status.metrics.success, status.metrics.failed, status.metrics.nomatch]
                        .map((count) => formats.number(count))
                        .join(' · ')}
                  </Table.Td>
                  <Table.Td>
                    <Group gap={4} wrap="nowrap">
                      <ForRole role="administrator">
                        <Button
                          size="compact-sm"
                          variant="default"
                          aria-label={`${texts.edit}: ${nameOf(one.id)}`}
                          onClick={() => setEditing(one)}
                        >
                          {texts.edit}
                        </Button>
                      </ForRole>
                      <ForRole role="administrator">
                        <Button
                          size="compact-sm"
                          variant="default"
                          aria-label={`${texts.delete}: ${nameOf(one.id)}`}
                          onClick={() => setDoomed(one)}
                        >
                          {texts.delete}
                        </Button>
                      </ForRole>
                    </Group>
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </PlainTable>
        )}
      </QueryView>
      {editing === 'new' && (
        <AuthenticatorDialog
          kinds={missing}
          authenticator={undefined}
          onClose={() => setEditing(undefined)}
        />
      )}
      {editing !== undefined && editing !== 'new' && isKind(editing.id) && (
        <AuthenticatorDialog
          kinds={[editing.id]}
          authenticator={editing}
          onClose={() => setEditing(undefined)}
        />
      )}
      <ConfirmDialog
        opened={doomed !== undefined}
        onClose={() => setDoomed(undefined)}
        title={doomed ? texts.deleteAuthenticator(nameOf(doomed.id)) : ''}
        action={texts.delete}
        onConfirm={() => doomed && deleteAuthenticator(doomed.id)}
      >
        {texts.deleteAuthenticatorEffect}
      </ConfirmDialog>
    </Section>
  );
}
