import { Button, Group, Modal, Stack } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { defineTexts, useLanguage, useTexts } from '../texts/texts.ts';
import { FileLock } from '../ui/file-lock.tsx';
import { useFocusBack } from '../ui/focus-back.ts';
import { ProblemView } from '../ui/problem-view.tsx';
import { fieldProblemOf } from './form-problem.ts';

const texts = defineTexts({ cancel: 'Cancel' }, { cancel: '取消' });

/** What is wrong with the field of this name, in the words of the server. */
export type FieldError = (name: string) => string | undefined;

interface FormDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  /** On the button: “Add user”. */
  readonly action: string;
  /** The dialog closes when it is done; what was refused is shown below its field. */
  readonly onSubmit: () => Promise<unknown>;
  /** Names of the fields that show what is wrong with them. */
  readonly fields: readonly string[];
  readonly size?: string;
  readonly isReady?: boolean;
  /** The file that has it, which alone can change it. */
  readonly file?: string | undefined;
  readonly children: (error: FieldError) => ReactNode;
}

/** A form over the page: fields with labels above and errors below. */
export function FormDialog({ opened, onClose, title, size = 'md', ...rest }: FormDialogProps) {
  const words = useTexts(texts);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      centered
      closeButtonProps={{ 'aria-label': words.cancel }}
    >
      {opened && <Fields onClose={onClose} {...rest} />}
    </Modal>
  );
}

function Fields({
  onClose,
  action,
  onSubmit,
  fields,
  isReady = true,
  file,
  children,
}: Omit<FormDialogProps, 'opened' | 'title' | 'size'>) {
  const words = useTexts(texts);
  const language = useLanguage();
  useFocusBack();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const found = fieldProblemOf(problem, language);
  const place = fields.find((name) => found?.path === name || found?.path?.startsWith(`${name}.`));

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await onSubmit();
      onClose();
    } catch (error) {
      setProblem(error instanceof Error ? error : new Error(String(error)));
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="sm">
        <FileLock file={file}>{children((name) => (name === place ? found?.reason : undefined))}</FileLock>
        {problem && place === undefined && <ProblemView problem={problem} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={isBusy} disabled={!isReady || file !== undefined}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
