import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { backupTexts } from '../../features/backup/backup.texts.ts';
import { DownloadBackup } from '../../features/backup/download-backup.tsx';
import { ImportBackup } from '../../features/backup/import-backup.tsx';
import { UndoImport } from '../../features/backup/undo-import.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { useMay } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { Section } from '../../shared/ui/section.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export function BackupPage() {
  const texts = useTexts(backupTexts);
  const isAllowed = useMay('administrator');
  return (
    <SettingsFrame
      page="backup"
      actions={<CodeMenu call={{ method: 'GET', path: '/backup' }} cli="tocsin export > backup.yaml" />}
    >
      {!isAllowed && <Text>{texts.administrators}</Text>}
      <DownloadBackup />
      <ImportBackup />
      <Section title={texts.fromEmqx} about={texts.fromEmqxAbout}>
        <div>
          <Button component={Link} to="/settings/emqx" variant="default">
            {texts.fromEmqx}
          </Button>
        </div>
      </Section>
      {isAllowed && <UndoImport />}
    </SettingsFrame>
  );
}
