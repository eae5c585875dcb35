import { Button, Group, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Monitor } from '../../../../src/api/contract.ts';
import { fieldProblemOf } from '../../shared/forms/form-problem.ts';
import { useMay } from '../../shared/session/session.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { FileNote } from '../../shared/ui/file-lock.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { useSeverityWords } from '../../shared/ui/severity-mark.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { ChannelSelect } from './channel-select.tsx';
import { changeMonitor, refreshMonitors } from './monitor-queries.ts';
import { monitorTexts } from './monitors.texts.ts';

type Severity = Monitor['severity'];
type PerSeverity = Record<Severity, string[]>;

interface Draft {
  readonly enable: boolean;
  readonly severity: Severity;
  readonly threshold: string;
  readonly clear_threshold: string;
  readonly window: string;
  readonly repeat: string;
  readonly notify: string[] | PerSeverity;
}

function draftOf(monitor: Monitor): Draft {
  const { enable, severity, threshold, clear_threshold, window, repeat, notify } = monitor;
  return {
    enable,
    severity,
    threshold: String(threshold),
    clear_threshold: String(clear_threshold),
    window: String(window),
    repeat: repeat === null ? '' : String(repeat),
    notify,
  };
}

/** When it rings, how bad that is, and who hears of it. */
export function MonitorForm({ monitor, onClose }: { monitor: Monitor; onClose: () => void }) {
  const texts = useTexts(monitorTexts);
  const language = useLanguage();
  const severities = useSeverityWords();
  const { file } = monitor;
  const mayChange = useMay('editor') && file === undefined;
  const [draft, setDraft] = useState(() => draftOf(monitor));
  const [problem, setProblem] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const refused = fieldOf(fieldProblemOf(problem, language));
  const errorAt = (name: keyof Draft) => (refused?.name === name ? refused.reason : undefined);

  async function send(body: object): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      setDraft(draftOf(await changeMonitor(monitor.name, body)));
      refreshMonitors();
      showDone(texts.saved);
    } catch (error) {
      setProblem(error as Error);
    }
    setBusy(false);
  }

  function save(event: FormEvent): void {
    event.preventDefault();
    void send(changesOf(draft, draftOf(monitor)));
  }

  const { defaults } = monitor;
  const isEach = !Array.isArray(draft.notify);
  return (
    <form onSubmit={save} noValidate>
      <Stack gap="sm">
        {file !== undefined && <FileNote file={file} />}
        <Switch
          label={texts.enable}
          checked={draft.enable}
          disabled={!mayChange}
          onChange={({ currentTarget }) => change({ enable: currentTarget.checked })}
        />
        <Select
          label={texts.severity}
          value={draft.severity}
          disabled={!mayChange}
          allowDeselect={false}
          data={Object.entries(severities).map(([value, label]) => ({ value, label }))}
          onChange={(severity) => severity !== null && change({ severity: severity as Severity })}
        />
        <Group grow align="start">
          <TextInput
            label={texts.threshold}
            description={`${texts[monitor.direction]} · ${texts.thresholdHint(String(defaults.threshold))}`}
            value={draft.threshold}
            disabled={!mayChange}
            onChange={({ currentTarget }) => change({ threshold: currentTarget.value })}
            error={errorAt('threshold')}
          />
          <TextInput
            label={texts.clear}
            description={`${texts.clearHint} · ${texts.thresholdHint(String(defaults.clear_threshold))}`}
            value={draft.clear_threshold}
            disabled={!mayChange}
            onChange={({ currentTarget }) => change({ clear_threshold: currentTarget.value })}
            error={errorAt('clear_threshold')}
          />
        </Group>
        <Group grow align="start">
          <TextInput
            label={texts.window}
            description={`${texts.windowHint} · ${texts.thresholdHint(String(defaults.window))}`}
            value={draft.window}
            disabled={!mayChange}
            onChange={({ currentTarget }) => change({ window: currentTarget.value })}
            error={errorAt('window')}
          />
          <TextInput
            label={texts.repeat}
            description={texts.repeatHint}
            placeholder="4h"
            value={draft.repeat}
            disabled={!mayChange}
            onChange={({ currentTarget }) => change({ repeat: currentTarget.value })}
            error={errorAt('repeat')}
          />
        </Group>
        {Array.isArray(draft.notify) ? (
          <ChannelSelect
            label={texts.channels}
            description={texts.channelsHint}
            value={draft.notify}
            disabled={!mayChange}
            onChange={(notify) => change({ notify })}
            error={errorAt('notify')}
          />
        ) : (
          Object.entries(severities).map(([name, word]) => (
            <ChannelSelect
              key={name}
              label={`${texts.channels}: ${word}`}
              value={(draft.notify as PerSeverity)[name as Severity]}
              disabled={!mayChange}
              onChange={(ids) => change({ notify: { ...(draft.notify as PerSeverity), [name]: ids } })}
              error={errorAt('notify')}
            />
          ))
        )}
        <Switch
          label={texts.perSeverity}
          checked={isEach}
          disabled={!mayChange}
          onChange={({ currentTarget }) =>
            change({ notify: otherShape(draft.notify, currentTarget.checked) })
          }
        />
        {problem && refused?.name === undefined && <ProblemView problem={problem} />}
        <Group justify="space-between" gap="xs">
          <ForRole role="editor" file={file}>
            <Button variant="subtle" onClick={() => void send(DEFAULTS)}>
              {texts.reset}
            </Button>
          </ForRole>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {texts.cancel}
            </Button>
            <ForRole role="editor" file={file}>
              <Button type="submit" loading={isBusy}>
                {texts.save}
              </Button>
            </ForRole>
          </Group>
        </Group>
        <Text size="xs" c="dimmed">
          {monitor.alarm}
        </Text>
      </Stack>
    </form>
  );
}

/** `null` takes the default. */
const DEFAULTS = {
  threshold: null,
  clear_threshold: null,
  window: null,
  severity: null,
  notify: null,
  repeat: null,
};

function otherShape(notify: Draft['notify'], isEach: boolean): Draft['notify'] {
  if (!isEach) return Array.isArray(notify) ? notify : notify.critical;
  return Array.isArray(notify) ? { critical: notify, warning: notify, info: notify } : notify;
}

/** Only what somebody changed: of what is not named nothing changes. */
function changesOf(draft: Draft, before: Draft): object {
  const changed = Object.entries(draft).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof Draft]),
  );
  return Object.fromEntries(changed.map(([name, value]) => [name, plain(name, value)]));
}

function plain(name: string, value: unknown): unknown {
  if (typeof value !== 'string' || name === 'severity') return value;
  const text = value.trim();
  if (text === '') return null;
  return name.endsWith('threshold') && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** `threshold: must be …` as well as a path of its own. */
function fieldOf(
  problem: ReturnType<typeof fieldProblemOf>,
): { name: string | undefined; reason: string } | undefined {
  if (!problem) return undefined;
  if (problem.path !== undefined) return { name: problem.path.split('.')[0], reason: problem.reason };
  const [, name, reason] =
    /^(threshold|clear_threshold|window|repeat|notify)[\w.]*: (.*)$/s.exec(problem.reason) ?? [];
  return { name, reason: reason ?? problem.reason };
}
