import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { type Diagnostic, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { useLanguage, useTexts } from '../texts/texts.ts';
import { codeTexts } from './code.texts.ts';
import type { CodeEditorProps } from './code-editor-props.ts';
import type { CodeProblem } from './code-problem.ts';
import { codeTheme } from './code-theme.ts';

interface CodeViewProps extends CodeEditorProps {
  /** The language of the text, its completions and what else belongs to it; a new one takes the place of the former. */
  readonly extension: Extension;
}

/** CodeMirror in React: the text goes in and out, everything else stays with the editor. */
export function CodeView(props: CodeViewProps) {
  const { value, extension, problems } = props;
  const { phrases, leave } = useTexts(codeTexts);
  const language = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  latest.current = props;
  const parts = useRef({ language: new Compartment(), manner: new Compartment() });

  // biome-ignore lint/correctness/useExhaustiveDependencies: what changes later is put in by the effects below
  useEffect(() => {
    if (!place.current) return;
    const { language: languagePart, manner } = parts.current;
    const created = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          lasting,
          runKeys(() => latest.current.onRun),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
          }),
          languagePart.of(extension),
          manner.of(mannerOf(latest.current, phrases, leave)),
        ],
      }),
    });
    view.current = created;
    const { handle } = latest.current;
    if (handle) handle.current = handleOf(created);
    return () => {
      created.destroy();
      view.current = undefined;
      if (handle) handle.current = null;
    };
  }, []);

  useEffect(() => {
    const { current } = view;
    if (!current || current.state.doc.toString() === value) return;
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: parts.current.language.reconfigure(extension) });
  }, [extension]);

  const { label, readOnly, minLines, maxLines } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are the members that it reads
  useEffect(() => {
    const manner = mannerOf(latest.current, phrases, leave);
    view.current?.dispatch({ effects: parts.current.manner.reconfigure(manner) });
  }, [label, readOnly, minLines, maxLines, props.lineNumbers, props.placeholder, language]);

  useEffect(() => {
    const { current } = view;
    if (!current || !problems || problems.text !== current.state.doc.toString()) return;
    const { length } = current.state.doc;
    current.dispatch(
      setDiagnostics(
        current.state,
        problems.problems.map((problem) => toDiagnostic(problem, length)),
      ),
    );
  }, [problems]);

  return <div ref={place} />;
}

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

/** What every editor has. */
const lasting: Extension = [
  EditorView.cspNonce.of(nonce),
  history(),
  drawSelection(),
  closeBrackets(),
  bracketMatching(),
  EditorView.lineWrapping,
  typedOverSelection(),
  leftByEscape(),
  autocompletion({ icons: false, activateOnTyping: true, defaultKeymap: false }),
  codeTheme,
  keymap.of([
    ...completionKeymap,
    ...closeBracketsKeymap,
    // Rows of lists and pages have keys of their own for moving; ⌘↵ is "run".
    ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'),
    ...historyKeymap,
    ...lintKeymap,
    indentWithTab,
  ]),
];

/**
 * Writes over what is selected itself. Browsers keep the look of what was there, as a style attribute that the
 * content security policy refuses.
 */
function typedOverSelection(): Extension {
  return EditorView.domEventHandlers({
    beforeinput(event, view) {
      const { main } = view.state.selection;
      const { data } = event;
      if (event.inputType !== 'insertText' || data === null || main.empty || view.composing) return false;
      if (view.state.readOnly) return false;
      const typed = () => view.state.update(view.state.replaceSelection(data), { userEvent: 'input.type' });
      const handlers = view.state.facet(EditorView.inputHandler);
      if (!handlers.some((handler) => handler(view, main.from, main.to, data, typed))) view.dispatch(typed());
      event.preventDefault();
      return true;
    },
  });
}

/** Esc, then Tab leaves, also when Esc has closed a list of completions by the way. */
function leftByEscape(): Extension {
  return Prec.highest(
    EditorView.domEventHandlers({
      keydown(event, view) {
        if (event.key === 'Escape') view.setTabFocusMode(2_000);
        return false;
      },
    }),
  );
}

function runKeys(current: () => (() => void) | undefined): Extension {
  return Prec.highest(
    keymap.of([
      {
        key: 'Mod-Enter',
        run: () => {
          const run = current();
          run?.();
          return run !== undefined;
        },
      },
    ]),
  );
}

function mannerOf(props: CodeEditorProps, phrases: Record<string, string>, leave: string): Extension {
  const { label, readOnly = false, minLines = 3, maxLines = 30 } = props;
  return [
    EditorState.phrases.of(phrases),
    EditorState.readOnly.of(readOnly),
    EditorView.editorAttributes.of({ class: readOnly ? 'cm-readOnly' : '' }),
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-description': leave,
      autocapitalize: 'off',
      spellcheck: 'false',
      ...(readOnly && { 'aria-readonly': 'true' }),
    }),
    EditorView.theme({
      '.cm-content': { minHeight: `calc(${minLines} * 1.55em + 12px)` },
      '.cm-scroller': { maxHeight: `calc(${maxLines} * 1.55em + 12px)` },
    }),
    props.lineNumbers ? lineNumbers() : [],
    props.placeholder ? placeholder(props.placeholder) : [],
  ];
}

function handleOf(view: EditorView) {
  return {
    focus: () => view.focus(),
    select(from: number, to: number) {
      const { length } = view.state.doc;
      view.dispatch({
        selection: { anchor: Math.min(from, length), head: Math.min(to, length) },
        scrollIntoView: true,
      });
      view.focus();
    },
    insert(text: string) {
      view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true });
      view.focus();
    },
  };
}

function toDiagnostic({ from, to, severity, message, fixes = [] }: CodeProblem, length: number): Diagnostic {
  const start = Math.min(from, length);
  return {
    from: start,
    to: Math.max(start, Math.min(to, length)),
    severity,
    message,
    actions: fixes.map((fix) => ({
      name: fix.label,
      apply(view: EditorView, now: number) {
        // What was written since has moved the place of the problem, and with it that of the fix.
        const moved = now - from;
        view.dispatch({
          changes: { from: fix.from + moved, to: fix.to + moved, insert: fix.insert },
          userEvent: 'input.fix',
        });
        view.focus();
      },
    })),
  };
}
