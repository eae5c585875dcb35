import { Button, List, Text } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { deleteConnector } from './connector-changes.ts';
import { connectorTexts } from './connectors.texts.ts';
import { DependantLink } from './dependant-list.tsx';
import type { Dependant } from './dependants.ts';

interface DeleteConnectorProps {
  readonly id: string;
  readonly name: string;
  readonly dependants: readonly Dependant[];
  readonly file: string | undefined;
  readonly onDone: () => void;
}

/** Says who uses it before it is gone. */
export function DeleteConnector({ id, name, dependants, file, onDone }: DeleteConnectorProps) {
  const texts = useTexts(connectorTexts);
  const [opened, setOpened] = useState(false);
  const blocking = dependants.filter(({ kind }) => kind === 'action' || kind === 'source');
  const others = dependants.filter(({ kind }) => kind !== 'action' && kind !== 'source');
  return (
    <>
      <ForRole role="editor" file={file}>
        <Button variant="default" size="compact-sm" onClick={() => setOpened(true)}>
          {texts.remove}
        </Button>
      </ForRole>
      <ConfirmDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={texts.removeTitle(name)}
        action={texts.remove}
        onConfirm={async () => {
          await deleteConnector(id);
          onDone();
        }}
      >
        {dependants.length === 0 && texts.removeNobody}
        <Named sentence={texts.removeBlocked} dependants={blocking} />
        <Named sentence={blocking.length > 0 ? texts.usedBy : texts.removeAlso} dependants={others} />
      </ConfirmDialog>
    </>
  );
}

function Named({ sentence, dependants }: { sentence: string; dependants: readonly Dependant[] }) {
  if (dependants.length === 0) return null;
  return (
    <>
      <Text size="sm" mt={4}>
        {sentence}
      </Text>
      <List size="sm">
        {dependants.map((dependant) => (
          <List.Item key={`${dependant.kind} ${dependant.id}`}>
            <DependantLink dependant={dependant} />
          </List.Item>
        ))}
      </List>
    </>
  );
}
