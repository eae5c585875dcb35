import { json, jsonParseLinter } from '@codemirror/lang-json';
import { type Diagnostic, linter } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { useMemo, useRef } from 'react';
import { useTexts } from '../texts/texts.ts';
import { codeTexts } from './code.texts.ts';
import { CodeView } from './code-view.tsx';
import type { JsonEditorProps, Placeholder } from './json-editor.tsx';
import { placeholderCompletion } from './placeholder-completion.ts';

/** The part of the JSON editor that is fetched when it is needed. */
export function JsonView({ kind = 'json', placeholders, ...props }: JsonEditorProps) {
  const { notJson } = useTexts(codeTexts);
  const latest = useRef(placeholders ?? []);
  latest.current = placeholders ?? [];
  const isTemplate = placeholders !== undefined;
  const extension = useMemo<Extension>(
    () => [
      kind === 'text' ? [] : json().extension,
      kind === 'json' ? linter((view) => syntaxProblems(view, notJson), { delay: 300 }) : [],
      isTemplate ? completedBy(() => latest.current) : [],
    ],
    [kind, isTemplate, notJson],
  );
  return <CodeView {...props} extension={extension} />;
}

/** The same function each time that it is asked for: by it the editor knows a completion that goes on. */
function completedBy(placeholders: () => readonly Placeholder[]): Extension {
  const data = [{ autocomplete: placeholderCompletion(placeholders) }];
  return EditorState.languageData.of(() => data);
}

const findMistakes = jsonParseLinter();

function syntaxProblems(view: EditorView, notJson: string): Diagnostic[] {
  if (view.state.doc.toString().trim() === '') return [];
  return findMistakes(view).map((found) => ({ ...found, message: `${notJson} ${found.message}` }));
}
