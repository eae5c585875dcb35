import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useFormats } from '../../../shared/format/format.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { ProblemView } from '../../../shared/ui/problem-view.tsx';
import { showDone } from '../../../shared/ui/undo-toast.tsx';
import { actingTexts } from './acting.texts.ts';
import { noteAlerts } from './alert-calls.ts';
import { type AlertTargets, countOf } from './alert-targets.ts';

interface NoteDialogProps {
  /** Undefined: it is closed. */
  readonly targets: AlertTargets | undefined;
  readonly onClose: () => void;
}

/** Writes something into the timeline of alerts. */
export function NoteDialog({ targets, onClose }: NoteDialogProps) {
  const texts = useTexts(actingTexts);
  return (
    <Modal opened={targets !== undefined} onClose={onClose} title={texts.noteTitle}>
      {targets && <NoteForm targets={targets} onClose={onClose} />}
    </Modal>
  );
}

function NoteForm({ targets, onClose }: { targets: AlertTargets; onClose: () => void }) {
  const texts = useTexts(actingTexts);
  const formats = useFormats();
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const count = countOf(targets);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await noteAlerts(targets, text.trim());
      showDone(texts.noted);
      onClose();
    } catch (error) {
      setProblem(error as Error);
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void save(event)}>
      <Stack gap="sm">
        {count > 1 && <Text size="sm">{texts.noteFor(formats.number(count))}</Text>}
        <Textarea
          data-autofocus
          label={texts.noteLabel}
          description={texts.noteHint}
          value={text}
          maxLength={4000}
          autosize
          minRows={3}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        {problem && <ProblemView problem={problem} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={isBusy} disabled={text.trim() === ''}>
            {texts.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
