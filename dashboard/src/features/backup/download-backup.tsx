import { Button, Checkbox, PasswordInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { apiUrl } from '../../shared/api/client.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { backupTexts } from './backup.texts.ts';
import { downloadBackup } from './backups.ts';

/** Characters of a passphrase. */
const SHORTEST = 8;

export function DownloadBackup() {
  const texts = useTexts(backupTexts);
  const [mqttUsers, setMqttUsers] = useState(true);
  const [retained, setRetained] = useState(false);
  const [history, setHistory] = useState(false);
  const [hasSecrets, setHasSecrets] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error>();
  return (
    <Section title={texts.save} about={texts.saveAbout}>
      <Stack gap="xs">
        <Checkbox
          label={texts.mqttUsers}
          description={mqttUsers && texts.mqttUsersHelp}
          checked={mqttUsers}
          onChange={({ currentTarget }) => setMqttUsers(currentTarget.checked)}
        />
        <Checkbox
          label={texts.retained}
          checked={retained}
          onChange={({ currentTarget }) => setRetained(currentTarget.checked)}
        />
        <Checkbox
          label={texts.history}
          description={history && texts.historyHelp}
          checked={history}
          onChange={({ currentTarget }) => setHistory(currentTarget.checked)}
        />
        <Checkbox
          label={texts.secrets}
          checked={hasSecrets}
          onChange={({ currentTarget }) => setHasSecrets(currentTarget.checked)}
        />
        {hasSecrets && (
          <PasswordInput
            label={texts.newPassphrase}
            description={texts.newPassphraseHelp}
            autoComplete="new-password"
            w={320}
            maw="100%"
            value={passphrase}
            onChange={({ currentTarget }) => setPassphrase(currentTarget.value)}
          />
        )}
        {problem && <ProblemView problem={problem} />}
        <div>
          <ForRole role="administrator">
            <Button
              loading={isBusy}
              disabled={hasSecrets && passphrase.length < SHORTEST}
              onClick={() => {
                setBusy(true);
                setProblem(undefined);
                downloadBackup({
                  mqttUsers,
                  retained,
                  history,
                  passphrase: hasSecrets ? passphrase : undefined,
                })
                  .catch(setProblem)
                  .finally(() => setBusy(false));
              }}
            >
              {texts.download}
            </Button>
          </ForRole>{' '}
          <Button
            component="a"
            variant="subtle"
            href={apiUrl('/alerts/export', { status: 'pending,open,acknowledged,resolved' })}
            download="alerts.jsonl"
          >
            {texts.historyLines}
          </Button>
        </div>
      </Stack>
    </Section>
  );
}
