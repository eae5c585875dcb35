import {
  Button,
  Group,
  JsonInput,
  NumberInput,
  PasswordInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../texts/texts.ts';
import { formTexts } from '../form.texts.ts';
import { useFormContext } from '../schema-form-context.ts';
import { TemplateInput } from '../template-input.tsx';
import type { FieldProps } from './field-props.ts';
import { useField } from './use-field.ts';

/** What the API writes in the place of a secret, and takes for "as it was". */
export const MASK = '******';

export function TextField(props: FieldProps & { multiline: boolean; isNumberToo: boolean }) {
  const { value, onChange, path, multiline, isNumberToo } = props;
  const { error, ...field } = useField(props);
  const texts = useTexts(formTexts);
  const { variables } = useFormContext();
  const text = value === undefined || value === null ? '' : String(value);
  const change = (typed: string) => {
    if (typed === '') return onChange(undefined);
    onChange(isNumberToo && /^-?\d{1,15}$/.test(typed) ? Number(typed) : typed);
  };
  const description = text.includes(MASK) ? (
    <>
      {field.description} {texts.maskedStays}
    </>
  ) : (
    field.description
  );
  const shared = { ...field, description, error, value: text };
  if (path[0] === 'parameters' && variables.length > 0) {
    return <TemplateInput {...shared} onChange={change} variables={variables} multiline={multiline} />;
  }
  if (multiline) {
    return (
      <Textarea
        {...shared}
        size="xs"
        autosize
        minRows={2}
        maxRows={16}
        autoComplete="off"
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      {...shared}
      autoComplete="off"
      spellCheck={false}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}

/** A stored secret is not shown and stays, until another is written or it is taken away. */
export function SecretField(props: FieldProps) {
  const { value, onChange } = props;
  const field = useField(props);
  const texts = useTexts(formTexts);
  const [hadStored] = useState(value === MASK);
  const isStored = value === MASK;
  return (
    // Beside the input, below the label: what is said of the field stands below both.
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <PasswordInput
        {...field}
        size="xs"
        flex={1}
        autoComplete="off"
        data-1p-ignore="true"
        placeholder={isStored ? `•••••• ${texts.unchanged}` : field.placeholder}
        value={isStored || typeof value !== 'string' ? '' : value}
        onChange={({ currentTarget }) => {
          const typed = currentTarget.value;
          onChange(typed === '' ? (hadStored ? MASK : undefined) : typed);
        }}
      />
      {isStored && !field.readOnly && (
        <Button variant="default" mt={20} onClick={() => onChange(undefined)}>
          {texts.forget}
        </Button>
      )}
    </Group>
  );
}

/** `15s`, `256MB`: as they are written in files, so that both read the same. */
export function QuantityField(props: FieldProps & { hint: string }) {
  const { value, onChange, hint } = props;
  const field = useField(props);
  return (
    <TextInput
      {...field}
      placeholder={field.placeholder ?? hint}
      autoComplete="off"
      maw={240}
      value={value === undefined || value === null ? '' : String(value)}
      onChange={({ currentTarget: { value: typed } }) => {
        if (typed === '') return onChange(undefined);
        onChange(/^\d{1,15}$/.test(typed) ? Number(typed) : typed);
      }}
    />
  );
}

export function NumberField(props: FieldProps & { min: number | undefined; max: number | undefined }) {
  const { value, onChange, min, max } = props;
  const field = useField(props);
  return (
    <NumberInput
      {...field}
      size="xs"
      maw={240}
      {...(min !== undefined && { min })}
      {...(max !== undefined && { max })}
      clampBehavior="none"
      value={typeof value === 'number' || typeof value === 'string' ? value : ''}
      onChange={(typed) => onChange(typed === '' ? undefined : typed)}
    />
  );
}

/** What no form can be drawn for. */
export function JsonField(props: FieldProps) {
  const { value, onChange } = props;
  const { error, ...field } = useField(props);
  const texts = useTexts(formTexts);
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, undefined, 2));
  const [isBroken, setBroken] = useState(false);
  return (
    <JsonInput
      {...field}
      size="xs"
      autosize
      minRows={2}
      maxRows={16}
      value={text}
      error={isBroken ? texts.noJson : error}
      onChange={(typed) => {
        setText(typed);
        try {
          onChange(typed.trim() === '' ? undefined : JSON.parse(typed));
          setBroken(false);
        } catch {
          setBroken(true);
        }
      }}
    />
  );
}

/** Which one it is was chosen above. */
export function ConstantField({ value }: { value: unknown }) {
  return <Text size="xs">{String(value)}</Text>;
}
