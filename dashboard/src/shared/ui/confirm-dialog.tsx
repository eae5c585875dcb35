import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { defineTexts, useTexts } from '../texts/texts.ts';
import { ProblemView } from './problem-view.tsx';

const texts = defineTexts(
  { cancel: 'Cancel', type: (name: string) => `Type ${name} to confirm` },
  { cancel: '取消', type: (name: string) => `输入 ${name} 以确认` },
);

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Names the thing: “Kick dev-0421?” */
  readonly title: ReactNode;
  /** What it will do: “Will disconnect 214 clients.” */
  readonly children: ReactNode;
  /** On the button; says what it does: “Kick”. */
  readonly action: string;
  /** The dialog closes when it is done; what went wrong is shown in it. */
  readonly onConfirm: () => unknown;
  /** Has to be typed: only for deleting everything, and for restoring. */
  readonly mustType?: string;
  /** False: nothing is lost by it. */
  readonly isDangerous?: boolean;
  /** False: what it will do is not known yet. */
  readonly isReady?: boolean;
}

/** Asks before what cannot be undone, by naming it and what it will do. */
export function ConfirmDialog({ opened, onClose, title, ...rest }: ConfirmDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} centered size="md">
      {opened && <Question onClose={onClose} {...rest} />}
    </Modal>
  );
}

function Question({
  onClose,
  children,
  action,
  onConfirm,
  mustType,
  isDangerous = true,
  isReady = true,
}: Omit<ConfirmDialogProps, 'opened' | 'title'>) {
  const words = useTexts(texts);
  const [typed, setTyped] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error>();

  async function confirm(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setProblem(error instanceof Error ? error : new Error(String(error)));
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void confirm(event)}>
      <Stack gap="sm">
        <Text component="div">{children}</Text>
        {mustType !== undefined && (
          <TextInput
            data-autofocus
            label={words.type(mustType)}
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            autoComplete="off"
          />
        )}
        {problem && <ProblemView problem={problem} />}
        <Group justify="flex-end" gap="xs">
          <Button
            variant="default"
            onClick={onClose}
            {...(mustType === undefined && { 'data-autofocus': true })}
          >
            {words.cancel}
          </Button>
          <Button
            type="submit"
            {...(isDangerous && { color: 'red' })}
            loading={isBusy}
            disabled={!isReady || (mustType !== undefined && typed !== mustType)}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
