import { Code } from '@mantine/core';
import { useTexts } from '../texts/texts.ts';
import { codeTexts } from './code.texts.ts';

/** The text, until the editor is there. */
export function CodeLoading({ value }: { value: string }) {
  const { loading } = useTexts(codeTexts);
  return (
    <Code block aria-busy="true">
      {value === '' ? loading : value}
    </Code>
  );
}
