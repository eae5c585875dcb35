import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import type { Silence } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { localField, momentOfField } from '../../shared/hours/local-time.ts';
import { MomentField } from '../../shared/hours/moment-field.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { FileLock } from '../../shared/ui/file-lock.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { actingTexts } from '../alerts/acting/acting.texts.ts';
import { SilencePreviewView } from '../alerts/acting/silence-preview-view.tsx';
import { type ChosenTime, SilenceTimeFields, silenceTimeOf } from '../alerts/acting/silence-time.tsx';
import { draftOf, emptyMatchers, matchersOf, wrongLabelIn } from './matcher-draft.ts';
import { MatcherFields } from './matcher-fields.tsx';
import { refreshSilences, useSilencePreview } from './silence-queries.ts';
import { silenceTexts } from './silences.texts.ts';

interface SilenceFormProps {
  /** Undefined: a new one. */
  readonly silence: Silence | undefined;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Makes or changes a silence, with a preview of what it would hide. */
export function SilenceForm({ silence, opened, onClose }: SilenceFormProps) {
  const texts = useTexts(silenceTexts);
  return (
    <Modal opened={opened} onClose={onClose} title={silence ? texts.editSilence : texts.newSilence} size="lg">
      {opened && <Fields silence={silence} onClose={onClose} />}
    </Modal>
  );
}

function Fields({ silence, onClose }: Omit<SilenceFormProps, 'opened'>) {
  const texts = useTexts(silenceTexts);
  const words = useTexts(actingTexts);
  const [draft, setDraft] = useState(silence ? draftOf(silence.matchers) : emptyMatchers);
  const [time, setTime] = useState<ChosenTime>(() =>
    silence
      ? {
          length: silence.ends_at === null ? 'recovery' : 'time',
          until: silence.ends_at === null ? '' : localField(silence.ends_at),
        }
      : { length: 'hour', until: '' },
  );
  const [begin, setBegin] = useState('');
  const [reason, setReason] = useState(silence?.reason ?? '');
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const matchers = matchersOf(draft);
  const [previewed] = useDebouncedValue(matchers, 300);
  const preview = useSilencePreview(wrongLabelIn(draft) === undefined ? previewed : undefined);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setChecked(true);
    const starts = begin === '' ? undefined : momentOfField(begin);
    const end = silenceTimeOf(time, Math.max(Date.now(), starts ?? 0));
    if (!end || matchers === undefined || wrongLabelIn(draft) !== undefined) return;
    setBusy(true);
    setProblem(undefined);
    const body = {
      matchers,
      reason: reason.trim(),
      ...end,
      ...(starts !== undefined && { starts_at: starts }),
    };
    try {
      if (silence) await api.put(`/silences/${encodeURIComponent(silence.id)}`, body);
      else await api.post('/silences', body);
      refreshSilences();
      showDone(silence ? texts.saved : texts.created);
      onClose();
    } catch (error) {
      setProblem(error as Error);
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Stack gap="sm">
        <FileLock file={silence?.file}>
          <MatcherFields
            value={draft}
            onChange={setDraft}
            isChecked={isChecked}
            isEmpty={matchers === undefined}
          />
          <SilenceTimeFields value={time} onChange={setTime} isChecked={isChecked} />
          {!silence && (
            <MomentField
              label={texts.begin}
              description={texts.beginHint}
              value={begin}
              onChange={setBegin}
            />
          )}
          <TextInput
            label={words.reason}
            description={words.reasonHint}
            placeholder={words.reasonExample}
            value={reason}
            maxLength={4000}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </FileLock>
        {previewed !== undefined && <SilencePreviewView query={preview} />}
        {problem && <ProblemView problem={problem} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={isBusy} disabled={silence?.file !== undefined}>
            {silence ? texts.save : texts.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
