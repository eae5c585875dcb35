import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import { noteOf } from './completion-note.ts';
import { membersOf, shownValue } from './example-value.ts';
import type { Placeholder } from './json-editor.tsx';

/** After `${`: what can stand there, and after a point what it has. */
export function placeholderCompletion(placeholdersNow: () => readonly Placeholder[]) {
  return (context: CompletionContext): CompletionResult | null => {
    const opened = context.matchBefore(/\$\{[^{}\s]*/);
    if (!opened) return null;
    const placeholders = placeholdersNow();
    const path = opened.text.slice(2).split('.');
    const last = path.pop() ?? '';
    return {
      from: context.pos - last.length,
      validFor: /^[\w$@~-]*$/,
      options: path.length === 0 ? placeholders.map(optionOf) : memberOptions(placeholders, path),
    };
  };
}

function optionOf({ name, type, description, value }: Placeholder): Completion {
  const shown = value === undefined ? '' : shownValue(value);
  return {
    label: name,
    detail: [type, shown].filter(Boolean).join(' · '),
    ...(description && { info: noteOf([{ text: description }, { code: shown }]) }),
    apply: closed,
  };
}

function memberOptions(placeholders: readonly Placeholder[], path: readonly string[]): Completion[] {
  const [name, ...rest] = path;
  const root = placeholders.find((one) => one.name === name);
  const members = root && membersOf(root.value, rest);
  return (members ?? []).map(([member, value]) => ({
    label: member,
    detail: shownValue(value),
    apply: closed,
  }));
}

function closed(view: EditorView, { label }: Completion, from: number, to: number): void {
  const isClosed = view.state.sliceDoc(to, to + 1) === '}';
  view.dispatch({
    changes: { from, to, insert: isClosed ? label : `${label}}` },
    selection: { anchor: from + label.length + 1 },
    userEvent: 'input.complete',
  });
}
