import { Button, Group, PasswordInput, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTexts } from '../../shared/texts/texts.ts';
import { useProblemWords } from '../../shared/ui/problem-view.tsx';
import { backupTexts } from './backup.texts.ts';

interface PassphraseFormProps {
  readonly isOpen: boolean;
  /** Opens the secrets of the backup. */
  readonly onPassphrase: (passphrase: string) => Promise<void>;
}

/** Asks for the passphrase of a backup with sealed secrets. */
export function PassphraseForm({ isOpen, onPassphrase }: PassphraseFormProps) {
  const texts = useTexts(backupTexts);
  const [passphrase, setPassphrase] = useState('');
  const [problem, setProblem] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  if (isOpen) return <Text size="sm">✓ {texts.secretsOpen}</Text>;

  function submit(event: FormEvent): void {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    onPassphrase(passphrase)
      .catch((error: unknown) => setProblem(error instanceof Error ? error : new Error(String(error))))
      .finally(() => setBusy(false));
  }

  return (
    <form onSubmit={submit} autoComplete="off" noValidate>
      <Group align="flex-start" gap="xs">
        <PasswordInput
          label={texts.passphrase}
          description={texts.passphraseHelp}
          autoComplete="off"
          w={320}
          maw="100%"
          value={passphrase}
          onChange={({ currentTarget }) => setPassphrase(currentTarget.value)}
          error={problem && <ProblemSentence problem={problem} />}
          inputContainer={(input) => (
            <Group gap="xs" wrap="nowrap" align="center">
              <div style={{ flex: 1 }}>{input}</div>
              <Button type="submit" variant="default" size="xs" loading={isBusy} disabled={passphrase === ''}>
                {texts.openSecrets}
              </Button>
            </Group>
          )}
        />
      </Group>
    </form>
  );
}

function ProblemSentence({ problem }: { problem: Error }) {
  return <>{useProblemWords(problem).sentence}</>;
}
