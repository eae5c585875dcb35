import { NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Playbook } from '../../../../src/api/contract.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { wizardTexts } from './wizard.texts.ts';

interface ParameterFieldProps {
  readonly parameter: Playbook['parameters'][number];
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

const DURATION = /^\d+(\.\d+)?\s*(ms|s|m|h|d)(\s*\d+\s*(ms|s|m|h|d))*$/;

/** One parameter of a playbook, by its type. */
export function ParameterField({ parameter, value, onChange }: ParameterFieldProps) {
  const texts = useTexts(wizardTexts);
  const language = useLanguage();
  const { type, label, required, minimum, maximum, options } = parameter;
  const shared = { label: label[language], required, w: 240 } as const;
  switch (type) {
    case 'integer':
      return (
        <NumberInput
          size="xs"
          {...shared}
          value={value as number}
          min={minimum ?? 0}
          max={maximum ?? Number.MAX_SAFE_INTEGER}
          allowDecimal={false}
          onChange={(given) => typeof given === 'number' && onChange(given)}
        />
      );
    case 'choice':
      return (
        <Select
          {...shared}
          data={(options ?? []).map((option) => ({
            value: option,
            label: texts.choices[option as keyof typeof texts.choices] ?? option,
          }))}
          value={String(value)}
          allowDeselect={false}
          onChange={(given) => onChange(given)}
        />
      );
    case 'texts':
      return (
        <TagsInput
          size="xs"
          {...shared}
          value={(value as string[]) ?? []}
          onChange={(given) => onChange(given)}
        />
      );
    case 'duration':
      return <DurationInput label={label[language]} value={value} onChange={onChange} />;
    default:
      return (
        <TextInput
          {...shared}
          value={(value as string | null) ?? ''}
          spellCheck={false}
          {...(type === 'topic_filter' && { placeholder: 'factory/7/+' })}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

/** What is no time yet stays in the field, and is not taken. */
function DurationInput({
  label,
  value,
  onChange,
}: {
  label: string;
  value: unknown;
  onChange: (value: unknown) => void;
}) {
  const texts = useTexts(wizardTexts);
  const [text, setText] = useState(String(value ?? ''));
  const isRight = DURATION.test(text.trim());
  return (
    <TextInput
      label={label}
      w={240}
      value={text}
      error={isRight ? undefined : texts.durationForm}
      onChange={(event) => {
        const given = event.currentTarget.value;
        setText(given);
        if (DURATION.test(given.trim())) onChange(given.trim());
      }}
    />
  );
}
