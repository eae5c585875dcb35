import { TextInput } from '@mantine/core';
import type { Ref } from 'react';
import { useTexts } from '../../shared/texts/texts.ts';
import { secondStepTexts } from './second-step.texts.ts';

interface CodeFieldProps {
  readonly value: string;
  readonly onChange: (code: string) => void;
  /** Of an app that is being set up, which has no recovery codes yet. */
  readonly isNew?: boolean;
  readonly fieldRef?: Ref<HTMLInputElement>;
}

/** Six digits that phones and password managers fill in, or a recovery code. */
export function CodeField({ value, onChange, isNew = false, fieldRef }: CodeFieldProps) {
  const words = useTexts(secondStepTexts);
  return (
    <TextInput
      ref={fieldRef}
      data-autofocus
      autoFocus
      label={words.code}
      description={isNew ? words.newCodeHelp : words.codeHelp}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      autoComplete="one-time-code"
      autoCapitalize="none"
      inputMode={isNew ? 'numeric' : 'text'}
      maxLength={40}
      spellCheck={false}
      required
      withAsterisk={false}
    />
  );
}
