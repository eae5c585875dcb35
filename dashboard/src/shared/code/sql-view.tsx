import { LanguageSupport } from '@codemirror/language';
import { useMemo, useRef } from 'react';
import { useTexts } from '../texts/texts.ts';
import { codeTexts } from './code.texts.ts';
import { CodeView } from './code-view.tsx';
import { sqlCompletion } from './sql-completion.ts';
import { ruleSqlDialect } from './sql-dialect.ts';
import type { SqlEditorProps } from './sql-editor.tsx';
import type { SqlWords } from './sql-words.ts';

const NO_WORDS: SqlWords = { sources: [], functions: [], snippets: [], columnsOf: () => [] };

/** The part of the SQL editor that is fetched when it is needed. */
export function SqlView({ words = NO_WORDS, ...props }: SqlEditorProps) {
  const texts = useTexts(codeTexts);
  // Values of columns come anew all the time; what is being completed must not begin anew with them.
  const latest = useRef(words);
  latest.current = words;
  // Those without an argument are called as columns are.
  const names = words.functions
    .filter(({ signatures }) => signatures.some((text) => !text.endsWith('()')))
    .map(({ name }) => name)
    .join(' ');
  const extension = useMemo(() => {
    const { language } = ruleSqlDialect(names);
    const completion = sqlCompletion(() => latest.current, texts);
    return new LanguageSupport(language, language.data.of({ autocomplete: completion }));
  }, [names, texts]);
  return <CodeView lineNumbers {...props} extension={extension} />;
}
