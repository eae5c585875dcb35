import { Button, Group, Table } from '@mantine/core';
import { useState } from 'react';
import type { ApiKey } from '../../../../src/api/contract.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { attempt } from '../../shared/ui/attempt.tsx';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { StateMark } from '../../shared/ui/state-mark.tsx';
import { accountTexts } from './accounts.texts.ts';
import { changeKey, deleteKey, useApiKeys } from './accounts.ts';
import { KeyDialog, NewKey } from './key-dialog.tsx';

/** The keys of programs. */
export function KeyList() {
  const texts = useTexts(accountTexts);
  const keys = useApiKeys();
  const [isAdding, setAdding] = useState(false);
  const [made, setMade] = useState<ApiKey>();
  const [doomed, setDoomed] = useState<ApiKey>();
  const add = (
    <ForRole role="administrator">
      <Button onClick={() => setAdding(true)}>{texts.addKey}</Button>
    </ForRole>
  );
  return (
    <Section title={texts.keys} about={texts.keysAbout} actions={add}>
      <QueryView
        query={keys}
        isEmpty={(rows) => rows.length === 0}
        empty={<EmptyState command="tocsin token create ci --role viewer">{texts.noKeys}</EmptyState>}
      >
        {(rows) => (
          <PlainTable
            label={texts.keys}
            head={[texts.name, texts.role, texts.state, texts.expiry, texts.description, texts.actions]}
            minWidth={720}
          >
            {rows.map((key) => (
              <Table.Tr key={key.name}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{key.name}</Table.Td>
                <Table.Td>{texts[key.role]}</Table.Td>
                <Table.Td>
                  {key.expired ? (
                    <StateMark tone="warning">{texts.expired}</StateMark>
                  ) : (
                    <StateMark tone={key.enable ? 'good' : 'off'}>
                      {key.enable ? texts.enabled : texts.disabled}
                    </StateMark>
                  )}
                </Table.Td>
                <Table.Td>
                  {key.expired_at === 'infinity' ? texts.never : <Moment at={key.expired_at} />}
                </Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{key.desc}</Table.Td>
                <Table.Td>
                  <Group gap={4}>
                    <ForRole role="administrator">
                      <Button
                        size="compact-sm"
                        variant="default"
                        onClick={() => attempt(() => changeKey(key, { enable: !key.enable }))}
                        aria-label={`${key.enable ? texts.disable : texts.enable} ${key.name}`}
                      >
                        {key.enable ? texts.disable : texts.enable}
                      </Button>
                    </ForRole>
                    <ForRole role="administrator">
                      <Button
                        size="compact-sm"
                        variant="default"
                        onClick={() => setDoomed(key)}
                        aria-label={`${texts.delete} ${key.name}`}
                      >
                        {texts.delete}
                      </Button>
                    </ForRole>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </PlainTable>
        )}
      </QueryView>
      {isAdding && <KeyDialog onClose={() => setAdding(false)} onCreated={setMade} />}
      {made && <NewKey made={made} onClose={() => setMade(undefined)} />}
      <ConfirmDialog
        opened={doomed !== undefined}
        onClose={() => setDoomed(undefined)}
        title={doomed ? texts.deleteKey(doomed.name) : ''}
        action={texts.delete}
        onConfirm={() => doomed && deleteKey(doomed.name)}
      >
        {texts.deleteKeyEffect}
      </ConfirmDialog>
    </Section>
  );
}
