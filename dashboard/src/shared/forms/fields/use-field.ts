import { createElement } from 'react';
import { useLanguage, useTexts } from '../../texts/texts.ts';
import { CodeWords } from '../../ui/code-words.tsx';
import { formTexts } from '../form.texts.ts';
import { useFieldProblem, useFormContext } from '../schema-form-context.ts';
import { helpFor, labelFor } from '../setting-words.ts';
import type { FieldProps } from './field-props.ts';

/** What stands around an input: its name, what it means, what is wrong, and what holds when it is empty. */
export function useField({ schema, path, required = false }: FieldProps) {
  const language = useLanguage();
  const texts = useTexts(formTexts);
  const { readOnly } = useFormContext();
  const error = useFieldProblem(path);
  const help = helpFor(schema.description, language);
  const byDefault = schema.default;
  const isShown = byDefault !== undefined && byDefault !== '' && typeof byDefault !== 'object';
  return {
    label: labelFor(path, language),
    description: help === undefined ? undefined : createElement(CodeWords, { text: help }),
    required,
    readOnly,
    placeholder: isShown ? texts.byDefault(String(byDefault)) : undefined,
    error,
  };
}
