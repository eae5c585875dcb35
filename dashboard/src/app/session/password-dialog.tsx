import { Button, Group, Modal, PasswordInput, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormFault } from '../../features/sign-in/form-fault.tsx';
import { NewPasswordField } from '../../features/sign-in/new-password-field.tsx';
import { isAcceptable } from '../../features/sign-in/password-strength.ts';
import { signInTexts } from '../../features/sign-in/sign-in.texts.ts';
import { signInProblem } from '../../features/sign-in/sign-in-problem.ts';
import { Problem } from '../../shared/api/problem.ts';
import { changeOwnPassword } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { showDone } from '../../shared/ui/undo-toast.tsx';

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function PasswordDialog({ opened, onClose }: DialogProps) {
  const words = useTexts(signInTexts);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words.changeTitle}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {opened && <PasswordForm onDone={onClose} />}
    </Modal>
  );
}

function PasswordForm({ onDone }: { onDone: () => void }) {
  const words = useTexts(signInTexts);
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (!isAcceptable(next)) return;
    setBusy(true);
    setFault(undefined);
    try {
      await changeOwnPassword(current, next);
      showDone(words.changed);
      onDone();
    } catch (error) {
      const isWrong = error instanceof Problem && error.code === 'ERROR_PWD_NOT_MATCH';
      setFault(isWrong ? words.currentWrong : signInProblem(error, words));
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="sm">
        <FormFault text={fault} />
        <PasswordInput
          data-autofocus
          label={words.current}
          value={current}
          onChange={({ currentTarget }) => setCurrent(currentTarget.value)}
          autoComplete="current-password"
        />
        <NewPasswordField
          label={words.next}
          value={next}
          onChange={setNext}
          error={isTried && !isAcceptable(next) ? words.rule : undefined}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy}>
            {words.change}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
