import { Chip, Group, Input, Stack, TagsInput, Text, Textarea, TextInput } from '@mantine/core';
import { useTexts } from '../../shared/texts/texts.ts';
import { useSeverityWords } from '../../shared/ui/severity-mark.tsx';
import { type MatcherDraft, wrongLabelIn } from './matcher-draft.ts';
import { useSourceNames } from './silence-queries.ts';
import { silenceTexts } from './silences.texts.ts';

interface MatcherFieldsProps {
  readonly value: MatcherDraft;
  readonly onChange: (value: MatcherDraft) => void;
  /** Say what is missing. */
  readonly isChecked: boolean;
  readonly isEmpty: boolean;
}

/** Which alerts are meant. */
export function MatcherFields({ value, onChange, isChecked, isEmpty }: MatcherFieldsProps) {
  const texts = useTexts(silenceTexts);
  const severities = useSeverityWords();
  const { rules, monitors } = useSourceNames();
  const wrongLabel = wrongLabelIn(value);
  const list = (
    name: 'rule' | 'monitor' | 'key' | 'group',
    label: string,
    data: readonly string[],
    hint?: string,
  ) => (
    <TagsInput
      label={label}
      {...(hint !== undefined && { description: hint })}
      size="xs"
      value={[...value[name]]}
      data={[...data]}
      onChange={(next) => onChange({ ...value, [name]: next })}
      acceptValueOnBlur
      splitChars={[',', '\n']}
      maxTags={1000}
    />
  );
  return (
    <Stack gap="xs" component="fieldset" m={0} p={0} style={{ border: 0 }}>
      <Text component="legend" size="sm" fw={600}>
        {texts.matchers}
      </Text>
      <Text size="xs" c="dimmed">
        {texts.matchersHint}
      </Text>
      {isChecked && isEmpty && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {texts.matchersMissing}
        </Text>
      )}
      {list('rule', texts.rule, rules)}
      {list('monitor', texts.monitor, monitors)}
      {list('key', texts.key, [], texts.keyHint)}
      <TextInput
        label={texts.keyRe}
        value={value.keyRe}
        onChange={({ currentTarget }) => onChange({ ...value, keyRe: currentTarget.value })}
      />
      <Input.Wrapper label={texts.severity} size="xs" labelElement="div">
        <Chip.Group
          multiple
          value={[...value.severity]}
          onChange={(severity) => onChange({ ...value, severity })}
        >
          <Group gap={6} mt={4}>
            {Object.entries(severities).map(([name, word]) => (
              <Chip key={name} value={name} size="xs">
                {word}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Input.Wrapper>
      <Textarea
        label={texts.labels}
        description={texts.labelsHint}
        size="xs"
        autosize
        minRows={1}
        value={value.labels}
        onChange={({ currentTarget }) => onChange({ ...value, labels: currentTarget.value })}
        error={isChecked && wrongLabel !== undefined ? texts.labelsWrong(wrongLabel) : undefined}
      />
      {value.group.length > 0 && list('group', texts.group, [])}
    </Stack>
  );
}
