import { Checkbox, Group, NativeSelect, Switch, TagsInput } from '@mantine/core';
import { useLanguage, useTexts } from '../../texts/texts.ts';
import { formTexts } from '../form.texts.ts';
import { optionWord } from '../setting-words.ts';
import type { FieldProps } from './field-props.ts';
import { useField } from './use-field.ts';

export function BooleanField(props: FieldProps) {
  const { value, onChange, schema } = props;
  const { label, description, error, readOnly } = useField(props);
  return (
    <Switch
      label={label}
      description={description}
      error={error}
      disabled={readOnly}
      checked={typeof value === 'boolean' ? value : schema.default === true}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  );
}

export function ChoiceField(props: FieldProps & { options: readonly string[] }) {
  const { value, onChange, schema, options } = props;
  const { label, description, error, readOnly, required } = useField(props);
  const language = useLanguage();
  const texts = useTexts(formTexts);
  const nothing =
    schema.default === undefined
      ? texts.notSet
      : texts.byDefault(optionWord(String(schema.default), language));
  return (
    <NativeSelect
      label={label}
      description={description}
      error={error}
      required={required}
      disabled={readOnly}
      size="xs"
      maw={320}
      value={value === undefined ? '' : String(value)}
      onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : currentTarget.value)}
      data={[
        { value: '', label: nothing },
        ...options.map((option) => ({ value: option, label: optionWord(option, language) })),
      ]}
    />
  );
}

export function TextsField(props: FieldProps & { options: readonly string[] | undefined }) {
  const { value, onChange, schema, options } = props;
  const { label, description, error, readOnly, required } = useField(props);
  const texts = useTexts(formTexts);
  const entries = typeof value === 'string' ? [value] : Array.isArray(value) ? value.map(String) : undefined;
  if (options) {
    const byDefault = Array.isArray(schema.default) ? schema.default.map(String) : [];
    return (
      <Checkbox.Group
        label={label}
        description={description}
        error={error}
        readOnly={readOnly}
        value={entries ?? byDefault}
        onChange={(chosen) => onChange(chosen)}
      >
        <Group gap="md" mt={4}>
          {options.map((option) => (
            <Checkbox key={option} size="xs" value={option} label={option} disabled={readOnly} />
          ))}
        </Group>
      </Checkbox.Group>
    );
  }
  return (
    <TagsInput
      label={label}
      description={description}
      error={error}
      required={required}
      readOnly={readOnly}
      size="xs"
      placeholder={entries && entries.length > 0 ? '' : texts.onePerEntry}
      splitChars={[',', '，', '\n']}
      value={entries ?? []}
      onChange={(chosen) => onChange(chosen.length === 0 ? undefined : chosen)}
    />
  );
}
