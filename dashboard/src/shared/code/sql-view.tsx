import { LanguageSupport } from '@codemirror/language';
import { useMemo } from 'react';
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
  const extension = useMemo(() => {
    // Those without an argument are called as columns are.
    const named = words.functions.filter(({ signatures }) => signatures.some((text) => !text.endsWith('()')));
    const { language } = ruleSqlDialect(named.map(({ name }) => name));
    return new LanguageSupport(language, language.data.of({ autocomplete: sqlCompletion(words, texts) }));
  }, [words, texts]);
  return <CodeView lineNumbers {...props} extension={extension} />;
}
