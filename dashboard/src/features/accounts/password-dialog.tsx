import { PasswordInput, Text } from '@mantine/core';
import { useState } from 'react';
import { FormDialog } from '../../shared/forms/form-dialog.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { accountTexts } from './accounts.texts.ts';
import { changePassword } from './accounts.ts';

interface PasswordDialogProps {
  readonly username: string;
  readonly isOwn: boolean;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function PasswordDialog({ username, isOwn, opened, onClose }: PasswordDialogProps) {
  const texts = useTexts(accountTexts);
  const [before, setBefore] = useState('');
  const [after, setAfter] = useState('');
  const [again, setAgain] = useState('');
  const differs = again !== '' && again !== after;

  async function submit(): Promise<void> {
    await changePassword(username, before, after);
    setBefore('');
    setAfter('');
    setAgain('');
    showDone(texts.passwordDone);
  }

  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title={texts.passwordOf(username)}
      action={texts.changePassword}
      onSubmit={submit}
      fields={['old_pwd', 'new_pwd']}
      isReady={before !== '' && after !== '' && again === after}
    >
      {(error) => (
        <>
          {!isOwn && (
            <Text c="dimmed" size="xs">
              {texts.passwordOthers(username)}
            </Text>
          )}
          <PasswordInput
            data-autofocus
            label={texts.oldPassword}
            autoComplete={isOwn ? 'current-password' : 'off'}
            value={before}
            error={error('old_pwd')}
            onChange={({ currentTarget }) => setBefore(currentTarget.value)}
          />
          <PasswordInput
            label={texts.newPassword}
            description={texts.passwordHelp}
            autoComplete="new-password"
            value={after}
            error={error('new_pwd')}
            onChange={({ currentTarget }) => setAfter(currentTarget.value)}
          />
          <PasswordInput
            label={texts.repeat}
            autoComplete="new-password"
            value={again}
            error={differs && texts.differ}
            onChange={({ currentTarget }) => setAgain(currentTarget.value)}
          />
          {!isOwn && <Text size="xs">{texts.passwordEffect(username)}</Text>}
        </>
      )}
    </FormDialog>
  );
}
