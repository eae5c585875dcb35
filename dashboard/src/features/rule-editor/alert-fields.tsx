import { NativeSelect, NumberInput, TagsInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { TemplateInput, type TemplateVariable } from '../../shared/forms/template-input.tsx';

export type AlertMembers = Readonly<Record<string, unknown>>;

/** What every part of the form works with. */
export interface AlertFormParts {
  readonly value: AlertMembers;
  /** Undefined takes a member away. */
  set(name: string, next: unknown): void;
  readonly variables: readonly TemplateVariable[];
  readonly channels: readonly string[];
  readonly readOnly: boolean;
  /** What is wrong with the member of this path: `threshold.within`. */
  problemOf(path: string): string | undefined;
}

interface FieldProps {
  readonly parts: AlertFormParts;
  readonly label: ReactNode;
  readonly description?: ReactNode;
}

export function TemplateMember({
  parts: { value, set, variables, readOnly, problemOf },
  name,
  multiline = false,
  placeholder,
  ...about
}: FieldProps & { name: string; multiline?: boolean; placeholder?: string }) {
  const current = value[name];
  return (
    <TemplateInput
      {...about}
      error={problemOf(name)}
      value={current === undefined ? '' : String(current)}
      onChange={(next) => set(name, next === '' ? undefined : next)}
      variables={variables}
      multiline={multiline}
      readOnly={readOnly}
      placeholder={placeholder}
    />
  );
}

/** A duration as it is written: 60s, 5m. */
export function DurationInput({
  value,
  onChange,
  error,
  readOnly,
  ...about
}: {
  label: ReactNode;
  description?: ReactNode;
  value: unknown;
  onChange: (next: string | undefined) => void;
  error?: string | undefined;
  readOnly: boolean;
  placeholder?: string;
}) {
  return (
    <TextInput
      {...about}
      w={150}
      value={value === undefined ? '' : String(value)}
      readOnly={readOnly}
      error={error}
      onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : currentTarget.value)}
    />
  );
}

export function CountInput({
  label,
  value,
  onChange,
  readOnly,
}: {
  label: ReactNode;
  value: unknown;
  onChange: (next: number | undefined) => void;
  readOnly: boolean;
}) {
  return (
    <NumberInput
      size="xs"
      w={100}
      label={label}
      min={1}
      allowDecimal={false}
      readOnly={readOnly}
      value={typeof value === 'number' ? value : ''}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
    />
  );
}

export function ChannelsInput({
  label,
  description,
  value,
  channels,
  onChange,
  readOnly,
  error,
}: {
  label: ReactNode;
  description?: ReactNode;
  value: unknown;
  channels: readonly string[];
  onChange: (next: readonly string[] | undefined) => void;
  readOnly: boolean;
  error?: string | undefined;
}) {
  return (
    <TagsInput
      size="xs"
      label={label}
      description={description}
      error={error}
      data={[...channels]}
      value={Array.isArray(value) ? value.map(String) : []}
      onChange={(next) => onChange(next.length === 0 ? undefined : next)}
      disabled={readOnly}
      comboboxProps={{ withinPortal: true }}
    />
  );
}

export function ChoiceInput({
  label,
  value,
  options,
  onChange,
  readOnly,
}: {
  label: ReactNode;
  value: string;
  options: readonly { readonly value: string; readonly label: string }[];
  onChange: (next: string) => void;
  readOnly: boolean;
}) {
  return (
    <NativeSelect
      size="xs"
      label={label}
      value={value}
      disabled={readOnly}
      data={options.map((option) => ({ ...option }))}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
