import { Group, Stack, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { Folded } from '../../shared/forms/folded.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { alertFormTexts } from './alert.texts.ts';
import {
  type AlertFormParts,
  type AlertMembers,
  ChannelsInput,
  ChoiceInput,
  CountInput,
  DurationInput,
  TemplateMember,
} from './alert-fields.tsx';

const GROUP_WINDOW = '30s';

/** Everything about an alert that has a default which most keep. */
export function AlertMore({ parts }: { parts: AlertFormParts }) {
  const texts = useTexts(alertFormTexts);
  const set = (names: readonly string[]) => names.filter((name) => parts.value[name] !== undefined).length;
  return (
    <>
      <Folded label={texts.conditions} count={set(['threshold', 'absence'])}>
        <Conditions parts={parts} />
      </Folded>
      <Folded label={texts.telling} count={set(['group', 'flapping', 'repeat', 'hours', 'escalate'])}>
        <Telling parts={parts} />
      </Folded>
      <Folded label={texts.texts} count={set(['summary', 'description', 'runbook_url', 'labels'])}>
        <Texts parts={parts} />
      </Folded>
    </>
  );
}

function Conditions({ parts }: { parts: AlertFormParts }) {
  const texts = useTexts(alertFormTexts);
  const { value, set, readOnly, problemOf } = parts;
  const threshold = membersOf(value.threshold);
  const absence = membersOf(value.absence);
  return (
    <Stack gap="sm">
      <Switch
        label={texts.threshold}
        checked={threshold !== undefined}
        disabled={readOnly}
        onChange={({ currentTarget }) =>
          set('threshold', currentTarget.checked ? { count: 5, within: '1m' } : undefined)
        }
      />
      {threshold && (
        <Group gap="sm" align="flex-start">
          <CountInput
            label={texts.count}
            value={threshold.count}
            readOnly={readOnly}
            onChange={(count) => set('threshold', { ...threshold, count })}
          />
          <DurationInput
            label={texts.within}
            value={threshold.within}
            readOnly={readOnly}
            error={problemOf('threshold.within') ?? problemOf('threshold')}
            onChange={(within) => set('threshold', { ...threshold, within: within ?? '' })}
          />
        </Group>
      )}
      <Switch
        label={texts.absence}
        checked={absence !== undefined}
        disabled={readOnly}
        onChange={({ currentTarget }) => set('absence', currentTarget.checked ? { after: '10m' } : undefined)}
      />
      {absence && (
        <Stack gap="xs">
          <DurationInput
            label={texts.absenceAfter}
            value={absence.after}
            readOnly={readOnly}
            error={problemOf('absence.after') ?? problemOf('absence')}
            onChange={(after) => set('absence', { ...absence, after: after ?? '' })}
          />
          <Textarea
            size="xs"
            label={texts.expected}
            description={texts.expectedHint}
            autosize
            maxRows={8}
            readOnly={readOnly}
            defaultValue={Array.isArray(absence.expected) ? absence.expected.join('\n') : ''}
            onChange={({ currentTarget }) => {
              const expected = currentTarget.value.split('\n').filter((line) => line !== '');
              set('absence', { after: absence.after, ...(expected.length > 0 && { expected }) });
            }}
          />
        </Stack>
      )}
    </Stack>
  );
}

function Telling({ parts }: { parts: AlertFormParts }) {
  const texts = useTexts(alertFormTexts);
  const { value, set, readOnly, problemOf, channels } = parts;
  const group = membersOf(value.group) ?? {};
  const escalate = membersOf(value.escalate);
  const setGroup = (next: AlertMembers) => {
    const isDefault = next.window === undefined && next.by === undefined;
    set('group', isDefault ? undefined : next);
  };
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-start">
        <DurationInput
          label={texts.group}
          placeholder={GROUP_WINDOW}
          value={group.window}
          readOnly={readOnly}
          error={problemOf('group.window')}
          onChange={(window) => setGroup({ ...group, window })}
        />
        <TagsInput
          size="xs"
          flex={1}
          miw={180}
          label={texts.groupBy}
          description={texts.groupHint}
          data={['listener', 'network/16', 'node', 'username_prefix']}
          value={Array.isArray(group.by) ? group.by.map(String) : []}
          disabled={readOnly}
          onChange={(by) => setGroup({ ...group, by: by.length === 0 ? undefined : by })}
        />
      </Group>
      <Flapping parts={parts} />
      <DurationInput
        label={texts.repeat}
        description={texts.repeatHint}
        value={value.repeat}
        readOnly={readOnly}
        error={problemOf('repeat')}
        onChange={(next) => set('repeat', next)}
      />
      <TextInput
        label={texts.hours}
        description={texts.hoursHint}
        value={textOf(value.hours)}
        readOnly={readOnly || typeof value.hours === 'object'}
        error={problemOf('hours')}
        onChange={({ currentTarget }) => set('hours', currentTarget.value || undefined)}
      />
      <Group gap="sm" align="flex-start">
        <DurationInput
          label={texts.escalate}
          placeholder="15m"
          value={escalate?.after}
          readOnly={readOnly}
          error={problemOf('escalate.after')}
          onChange={(after) =>
            set('escalate', after === undefined ? undefined : { notify: [], ...escalate, after })
          }
        />
        {escalate && (
          <ChannelsInput
            label={texts.escalateTo}
            value={escalate.notify}
            channels={channels}
            readOnly={readOnly}
            error={problemOf('escalate.notify')}
            onChange={(notify) => set('escalate', { ...escalate, notify: notify ?? [] })}
          />
        )}
      </Group>
    </Stack>
  );
}

function Flapping({ parts: { value, set, readOnly, problemOf } }: { parts: AlertFormParts }) {
  const texts = useTexts(alertFormTexts);
  const own = membersOf(value.flapping);
  return (
    <Group gap="sm" align="flex-start">
      <ChoiceInput
        label={texts.flapping}
        value={value.flapping === undefined ? 'default' : own ? 'own' : 'off'}
        options={[
          { value: 'default', label: texts.flappingDefault },
          { value: 'own', label: texts.flappingOwn },
          { value: 'off', label: texts.flappingOff },
        ]}
        onChange={(next) =>
          set(
            'flapping',
            next === 'default' ? undefined : next === 'own' ? { changes: 6, within: '10m' } : false,
          )
        }
        readOnly={readOnly}
      />
      {own && (
        <>
          <CountInput
            label={texts.changes}
            value={own.changes}
            readOnly={readOnly}
            onChange={(changes) => set('flapping', { ...own, changes })}
          />
          <DurationInput
            label={texts.within}
            value={own.within}
            readOnly={readOnly}
            error={problemOf('flapping.within') ?? problemOf('flapping')}
            onChange={(within) => set('flapping', { ...own, within: within ?? '' })}
          />
        </>
      )}
    </Group>
  );
}

function Texts({ parts }: { parts: AlertFormParts }) {
  const texts = useTexts(alertFormTexts);
  const { value, set, readOnly, problemOf } = parts;
  const labels = membersOf(value.labels) ?? {};
  return (
    <Stack gap="sm">
      <TemplateMember parts={parts} name="summary" label={texts.summary} multiline />
      <TemplateMember parts={parts} name="description" label={texts.description} multiline />
      <TemplateMember parts={parts} name="runbook_url" label={texts.runbook} />
      <Textarea
        size="xs"
        label={texts.labels}
        description={texts.labelsHint}
        autosize
        maxRows={8}
        readOnly={readOnly}
        error={problemOf('labels')}
        defaultValue={Object.entries(labels)
          .map(([name, text]) => `${name}=${String(text)}`)
          .join('\n')}
        onChange={({ currentTarget }) => set('labels', readLabels(currentTarget.value))}
      />
    </Stack>
  );
}

function readLabels(text: string): AlertMembers | undefined {
  const entries = text
    .split('\n')
    .filter((line) => line.includes('='))
    .map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1)] as const);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function membersOf(value: unknown): AlertMembers | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as AlertMembers)
    : undefined;
}

function textOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
