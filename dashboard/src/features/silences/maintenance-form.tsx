import { Button, Group, Modal, SegmentedControl, Stack, Switch, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import type { MaintenanceWindow } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { localField, momentOfField, timeZones } from '../../shared/hours/local-time.ts';
import { MomentField } from '../../shared/hours/moment-field.tsx';
import { type Schedule, WeekHours } from '../../shared/hours/week-hours.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { FileLock } from '../../shared/ui/file-lock.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { actingTexts } from '../alerts/acting/acting.texts.ts';
import { SilencePreviewView } from '../alerts/acting/silence-preview-view.tsx';
import { draftOf, emptyMatchers, matchersOf, wrongLabelIn } from './matcher-draft.ts';
import { MatcherFields } from './matcher-fields.tsx';
import { refreshSilences, useSilencePreview } from './silence-queries.ts';
import { silenceTexts } from './silences.texts.ts';

interface MaintenanceFormProps {
  /** Undefined: a new one. */
  readonly window: MaintenanceWindow | undefined;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Makes or changes hours in which nobody is told, once or every week. */
export function MaintenanceForm({ window, opened, onClose }: MaintenanceFormProps) {
  const texts = useTexts(silenceTexts);
  return (
    <Modal opened={opened} onClose={onClose} title={window ? texts.editWindow : texts.newWindow} size="lg">
      {opened && <Fields window={window} onClose={onClose} />}
    </Modal>
  );
}

const field = (at: string | null | undefined) => (at ? localField(at) : '');

function Fields({ window, onClose }: Omit<MaintenanceFormProps, 'opened'>) {
  const texts = useTexts(silenceTexts);
  const words = useTexts(actingTexts);
  const [name, setName] = useState(window?.name ?? '');
  const [enable, setEnable] = useState(window?.enable ?? true);
  const [draft, setDraft] = useState(window ? draftOf(window.matchers) : emptyMatchers);
  const [isWeekly, setWeekly] = useState(window ? window.schedule !== null : true);
  const [schedule, setSchedule] = useState<Schedule>(
    () =>
      window?.schedule ?? {
        time_zone: timeZones()[0] ?? 'UTC',
        windows: [{ days: ['sat'], from: '22:00', to: '02:00' }],
      },
  );
  const [begin, setBegin] = useState(field(window?.starts_at));
  const [end, setEnd] = useState(field(window?.ends_at));
  const [reason, setReason] = useState(window?.reason ?? '');
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const matchers = matchersOf(draft);
  const [previewed] = useDebouncedValue(matchers, 300);
  const preview = useSilencePreview(wrongLabelIn(draft) === undefined ? previewed : undefined);
  const timeProblem =
    !isWeekly && (begin === '' || end === '')
      ? texts.timesMissing
      : begin !== '' && end !== '' && end <= begin
        ? texts.endBeforeBegin
        : undefined;

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setChecked(true);
    const isWrong = name.trim() === '' || timeProblem !== undefined || wrongLabelIn(draft) !== undefined;
    if (isWrong || matchers === undefined) return;
    setBusy(true);
    setProblem(undefined);
    const body = {
      name: name.trim(),
      enable,
      matchers,
      reason: reason.trim(),
      schedule: isWeekly ? schedule : null,
      starts_at: begin === '' ? null : momentOfField(begin),
      ends_at: end === '' ? null : momentOfField(end),
    };
    try {
      if (window) await api.put(`/maintenance_windows/${encodeURIComponent(window.id)}`, body);
      else await api.post('/maintenance_windows', body);
      refreshSilences();
      showDone(window ? texts.savedWindow : texts.createdWindow);
      onClose();
    } catch (error) {
      setProblem(error as Error);
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Stack gap="sm">
        <FileLock file={window?.file}>
          <TextInput
            data-autofocus
            label={texts.name}
            value={name}
            maxLength={256}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={isChecked && name.trim() === '' ? texts.nameMissing : undefined}
          />
          <Switch
            label={texts.enable}
            checked={enable}
            onChange={({ currentTarget }) => setEnable(currentTarget.checked)}
          />
          <SegmentedControl
            aria-label={texts.when}
            size="xs"
            transitionDuration={0}
            value={isWeekly ? 'weekly' : 'once'}
            onChange={(value) => setWeekly(value === 'weekly')}
            data={[
              { value: 'weekly', label: texts.weekly },
              { value: 'once', label: texts.once },
            ]}
          />
          {isWeekly && <WeekHours value={schedule} onChange={setSchedule} />}
          <Group grow align="start">
            <MomentField
              label={isWeekly ? texts.firstMoment : texts.begin}
              value={begin}
              onChange={setBegin}
            />
            <MomentField
              label={isWeekly ? texts.lastMoment : texts.end}
              value={end}
              onChange={setEnd}
              error={isChecked ? timeProblem : undefined}
            />
          </Group>
          <MatcherFields
            value={draft}
            onChange={setDraft}
            isChecked={isChecked}
            isEmpty={matchers === undefined}
          />
          <TextInput
            label={words.reason}
            description={words.reasonHint}
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
          <Button type="submit" loading={isBusy} disabled={window?.file !== undefined}>
            {window ? texts.save : texts.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
