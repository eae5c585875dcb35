import { Text } from '@mantine/core';
import { UndoImport } from '../../features/backup/undo-import.tsx';
import { emqxImportTexts } from '../../features/emqx-import/emqx-import.texts.ts';
import { EmqxImport } from '../../features/emqx-import/emqx-import.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { useMay } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { SettingsFrame } from './settings-frame.tsx';

export function EmqxPage() {
  const texts = useTexts(emqxImportTexts);
  const isAllowed = useMay('administrator');
  const body = { url: 'http://10.0.0.5:18083', key: 'EMQX_KEY', secret: 'EMQX_SECRET' };
  return (
    <SettingsFrame
      page="emqx"
      actions={
        <CodeMenu
          call={{ method: 'POST', path: '/emqx_import/plan', body }}
          cli="tocsin import emqx emqx-export.tar.gz --dry-run"
        />
      }
    >
      {!isAllowed && <Text>{texts.administrators}</Text>}
      <EmqxImport />
      {isAllowed && <UndoImport />}
    </SettingsFrame>
  );
}
