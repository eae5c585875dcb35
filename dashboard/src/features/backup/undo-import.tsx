import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { backupTexts } from './backup.texts.ts';
import { undoImport, useUndoPoint } from './backups.ts';

/** The way back from the last import, while there is one. */
export function UndoImport() {
  const texts = useTexts(backupTexts);
  const { data } = useUndoPoint(true);
  const [isAsking, setAsking] = useState(false);
  if (!data?.available || data.at === null) return null;
  return (
    <Group gap="sm">
      <Button variant="default" onClick={() => setAsking(true)}>
        {texts.undo}
      </Button>
      <Text size="sm" c="dimmed" component="div">
        {texts.undoAbout(data.by ?? '', data.count)} <Moment at={data.at} />
      </Text>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={texts.undoTitle}
        action={texts.undo}
        onConfirm={async () => {
          const { results } = await undoImport();
          const failed = results.filter(({ what }) => what === 'failed');
          if (failed.length > 0)
            throw new Error(failed.map(({ id, reason }) => `${id}: ${reason}`).join(' · '));
          showDone(texts.undone);
        }}
      >
        {texts.undoEffect(data.count)}
      </ConfirmDialog>
    </Group>
  );
}
