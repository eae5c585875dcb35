import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useFormats } from '../../../shared/format/format.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { DeviceText } from '../../../shared/ui/device-text.tsx';
import { ProblemView } from '../../../shared/ui/problem-view.tsx';
import { showUndo } from '../../../shared/ui/undo-toast.tsx';
import { alertTexts } from '../alerts.texts.ts';
import { actingTexts } from './acting.texts.ts';
import { previewSilence, silenceTargets } from './alert-calls.ts';
import { type AlertTargets, countOf, silenceMatchersOf } from './alert-targets.ts';
import { SilencePreviewView } from './silence-preview-view.tsx';
import { type ChosenTime, SilenceTimeFields, silenceTimeOf } from './silence-time.tsx';

interface SilenceDialogProps {
  /** Undefined: it is closed. */
  readonly targets: AlertTargets | undefined;
  readonly onClose: () => void;
  readonly onDone?: (() => void) | undefined;
}

/** How long, why, and what it would hide, before anything is hidden. */
export function SilenceDialog({ targets, onClose, onDone }: SilenceDialogProps) {
  const texts = useTexts(actingTexts);
  return (
    <Modal opened={targets !== undefined} onClose={onClose} title={texts.silenceTitle} size="lg">
      {targets && <SilenceForm targets={targets} onClose={onClose} onDone={onDone} />}
    </Modal>
  );
}

function SilenceForm({ targets, onClose, onDone }: SilenceDialogProps & { targets: AlertTargets }) {
  const texts = useTexts(actingTexts);
  const words = useTexts(alertTexts);
  const formats = useFormats();
  const [time, setTime] = useState<ChosenTime>({ length: 'hour', until: '' });
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const preview = useQuery({
    queryKey: ['silences', 'preview', silenceMatchersOf(targets)],
    queryFn: () => previewSilence(targets),
    staleTime: 0,
  });

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setChecked(true);
    const end = silenceTimeOf(time, Date.now());
    if (!end) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const undo = await silenceTargets(targets, end, reason.trim());
      const count = preview.data?.now.count ?? countOf(targets);
      showUndo({ message: texts.silenced(count, formats.number(count)), undo });
      onClose();
      onDone?.();
    } catch (error) {
      setProblem(error as Error);
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Stack gap="sm">
        <Targets targets={targets} words={words} format={formats.number} />
        <SilenceTimeFields value={time} onChange={setTime} isChecked={isChecked} />
        <TextInput
          data-autofocus
          label={texts.reason}
          description={texts.reasonHint}
          placeholder={texts.reasonExample}
          value={reason}
          maxLength={4000}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <SilencePreviewView query={preview} />
        <Text size="xs" c="dimmed">
          {texts.hint}
        </Text>
        {problem && <ProblemView problem={problem} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={isBusy}>
            {texts.silence}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Targets(props: {
  targets: AlertTargets;
  words: { count: (count: string) => string };
  format: (count: number) => string;
}) {
  const { targets, words, format } = props;
  const { alerts, groups } = targets;
  const [only] = alerts;
  if (alerts.length === 1 && groups.length === 0 && only)
    return (
      <Text size="sm">
        <bdi>{only.title}</bdi> <DeviceText text={only.key} longest={64} />
      </Text>
    );
  const names = groups.map(({ name }) => name).join(' · ');
  return (
    <Text size="sm">
      {words.count(format(countOf(targets)))} {names !== '' && <bdi>{names}</bdi>}
    </Text>
  );
}
