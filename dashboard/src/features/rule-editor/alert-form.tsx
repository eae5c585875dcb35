import { Group, Stack, Switch, TextInput } from '@mantine/core';
import type { TemplateVariable } from '../../shared/forms/template-input.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { alertFormTexts } from './alert.texts.ts';
import {
  type AlertFormParts,
  type AlertMembers,
  ChannelsInput,
  ChoiceInput,
  DurationInput,
  TemplateMember,
} from './alert-fields.tsx';
import { AlertMore } from './alert-more.tsx';
import { ResolveOn } from './alert-resolve.tsx';

interface AlertFormProps {
  readonly value: AlertMembers;
  readonly onChange: (value: AlertMembers) => void;
  readonly variables: readonly TemplateVariable[];
  readonly channels: readonly string[];
  readonly readOnly: boolean;
  readonly problemOf: (path: string) => string | undefined;
}

const SEVERITIES = ['critical', 'warning', 'info'] as const;

/** The alert of a rule: what most want first, the rest folded away. What is empty has its default. */
export function AlertForm({ value, onChange, ...rest }: AlertFormProps) {
  const texts = useTexts(alertFormTexts);
  const parts: AlertFormParts = {
    value,
    ...rest,
    set(name, next) {
      const { [name]: _, ...others } = value;
      onChange(next === undefined ? others : { ...others, [name]: next });
    },
  };
  const { set, readOnly, channels, problemOf } = parts;
  return (
    <Stack gap="sm">
      <TitleMember parts={parts} />
      <Group gap="sm" align="flex-start">
        <ChoiceInput
          label={texts.severity}
          value={String(value.severity ?? 'critical')}
          options={SEVERITIES.map((name) => ({ value: name, label: texts.severities[name] }))}
          onChange={(next) => set('severity', next)}
          readOnly={readOnly}
        />
        <DurationInput
          label={texts.for}
          description={texts.forHint}
          placeholder="0s"
          value={value.for}
          onChange={(next) => set('for', next)}
          error={problemOf('for')}
          readOnly={readOnly}
        />
      </Group>
      <TemplateMember
        parts={parts}
        name="key"
        label={texts.key}
        description={texts.keyHint}
        placeholder={`\${clientid}`}
      />
      <ResolveOn parts={parts} />
      <NotifyMember
        value={value.notify}
        onChange={(next) => set('notify', next)}
        channels={channels}
        readOnly={readOnly}
        problem={problemOf('notify')}
      />
      <AlertMore parts={parts} />
    </Stack>
  );
}

function TitleMember({ parts }: { parts: AlertFormParts }) {
  const texts = useTexts(alertFormTexts);
  const { value, set, readOnly, problemOf } = parts;
  const title = value.title;
  const isBoth = typeof title === 'object' && title !== null;
  const both = (isBoth ? title : { en: title ?? '', zh: title ?? '' }) as { en: string; zh: string };
  return (
    <Stack gap={4}>
      {isBoth ? (
        (['zh', 'en'] as const).map((language) => (
          <TextInput
            key={language}
            label={`${texts.title} · ${language === 'zh' ? texts.chinese : texts.english}`}
            value={both[language]}
            readOnly={readOnly}
            error={problemOf(`title.${language}`)}
            onChange={({ currentTarget }) => set('title', { ...both, [language]: currentTarget.value })}
          />
        ))
      ) : (
        <TemplateMember parts={parts} name="title" label={texts.title} description={texts.titleHint} />
      )}
      <Switch
        size="xs"
        label={texts.bothLanguages}
        checked={isBoth}
        disabled={readOnly}
        onChange={({ currentTarget }) =>
          set('title', currentTarget.checked ? both : both.en === '' ? undefined : both.en)
        }
      />
    </Stack>
  );
}

function NotifyMember({
  value,
  onChange,
  channels,
  readOnly,
  problem,
}: {
  value: unknown;
  onChange: (next: unknown) => void;
  channels: readonly string[];
  readOnly: boolean;
  problem: string | undefined;
}) {
  const texts = useTexts(alertFormTexts);
  const isSplit = typeof value === 'object' && value !== null && !Array.isArray(value);
  const split = (isSplit ? value : {}) as Readonly<Record<string, unknown>>;
  return (
    <Stack gap={4}>
      {isSplit ? (
        SEVERITIES.map((severity) => (
          <ChannelsInput
            key={severity}
            label={`${texts.notify} · ${texts.severities[severity]}`}
            value={split[severity]}
            channels={channels}
            readOnly={readOnly}
            onChange={(next) => onChange({ ...split, [severity]: next ?? [] })}
          />
        ))
      ) : (
        <ChannelsInput
          label={texts.notify}
          description={texts.notifyHint}
          value={value}
          channels={channels}
          readOnly={readOnly}
          error={problem}
          onChange={onChange}
        />
      )}
      <Switch
        size="xs"
        label={texts.perSeverity}
        checked={isSplit}
        disabled={readOnly}
        onChange={({ currentTarget }) => {
          const all = Array.isArray(value) ? value : [];
          const worst = Array.isArray(split.critical) ? split.critical : [];
          onChange(
            currentTarget.checked
              ? { critical: all, warning: all, info: all }
              : worst.length === 0
                ? undefined
                : worst,
          );
        }}
      />
    </Stack>
  );
}
