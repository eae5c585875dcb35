import { Combobox, Text, Textarea, TextInput, useCombobox } from '@mantine/core';
import { type ReactNode, type Ref, useRef, useState } from 'react';

export interface TemplateVariable {
  readonly name: string;
  /** What it is, in a few words. */
  readonly description?: string | undefined;
  /** What it becomes. */
  readonly example?: string | undefined;
}

interface TemplateInputProps {
  readonly label?: ReactNode;
  readonly description?: ReactNode;
  readonly error?: ReactNode;
  readonly required?: boolean;
  readonly placeholder?: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly variables: readonly TemplateVariable[];
  readonly multiline: boolean;
  readonly readOnly?: boolean;
  readonly rows?: number;
  /** Where there is no label. */
  readonly accessibleName?: string;
  readonly inputRef?: Ref<HTMLTextAreaElement | HTMLInputElement>;
}

/** Behind `${`, as far as it is written. */
const BEGUN = /\$\{\.?([\w.]*)$/;
const MOST_SHOWN = 50;

/** A text with placeholders: behind `${` it says what may stand there. */
export function TemplateInput({
  value,
  onChange,
  variables,
  multiline,
  readOnly,
  rows,
  accessibleName,
  inputRef,
  ...about
}: TemplateInputProps) {
  const combobox = useCombobox();
  const field = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const [begun, setBegun] = useState('');
  const found = variables.filter(({ name }) => name.includes(begun)).slice(0, MOST_SHOWN);

  const look = (text: string, caret: number) => {
    const [, name] = BEGUN.exec(text.slice(0, caret)) ?? [];
    if (name === undefined) return combobox.closeDropdown();
    setBegun(name);
    combobox.openDropdown();
    combobox.resetSelectedOption();
  };
  const choose = (name: string) => {
    const caret = field.current?.selectionStart ?? value.length;
    const before = value.slice(0, caret).replace(BEGUN, `\${${name}}`);
    const after = value.slice(caret).replace(/^\}/, '');
    onChange(before + after);
    combobox.closeDropdown();
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(before.length, before.length);
    });
  };
  const shared = {
    ...about,
    ...(accessibleName !== undefined && { 'aria-label': accessibleName }),
    value,
    readOnly: readOnly ?? false,
    autoComplete: 'off',
    spellCheck: false,
    onBlur: () => combobox.closeDropdown(),
    onChange: ({ currentTarget }: { currentTarget: HTMLTextAreaElement | HTMLInputElement }) => {
      onChange(currentTarget.value);
      look(currentTarget.value, currentTarget.selectionStart ?? currentTarget.value.length);
    },
  };
  const setRef = (element: (HTMLTextAreaElement & HTMLInputElement) | null) => {
    field.current = element;
    if (typeof inputRef === 'function') inputRef(element);
    else if (inputRef) inputRef.current = element;
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal={false} position="bottom-start">
      <Combobox.Target autoComplete="off">
        {multiline ? (
          <Textarea
            {...shared}
            ref={setRef}
            size="xs"
            autosize
            minRows={rows ?? 2}
            maxRows={16}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          />
        ) : (
          <TextInput {...shared} ref={setRef} />
        )}
      </Combobox.Target>
      <Combobox.Dropdown hidden={found.length === 0}>
        <Combobox.Options mah={220} style={{ overflowY: 'auto' }}>
          {found.map(({ name, description, example }) => (
            <Combobox.Option key={name} value={name} onMouseDown={(event) => event.preventDefault()}>
              <Text size="xs" ff="monospace">{`\${${name}}`}</Text>
              {(description || example) && (
                <Text size="xs" c="dimmed" truncate>
                  {[description, example].filter(Boolean).join(' · ')}
                </Text>
              )}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
