import type { CodeProblems } from './code-problem.ts';

/** What all editors of text take. */
export interface CodeEditorProps {
  readonly value: string;
  readonly onChange?: ((value: string) => void) | undefined;
  /** The name by which it is known to who does not see it. */
  readonly label: string;
  readonly readOnly?: boolean | undefined;
  /** Lines that are there though nothing is written in them; 3 unless told otherwise. */
  readonly minLines?: number | undefined;
  /** Lines beyond which it scrolls; 30 unless told otherwise. */
  readonly maxLines?: number | undefined;
  readonly lineNumbers?: boolean | undefined;
  readonly placeholder?: string | undefined;
  readonly problems?: CodeProblems | undefined;
  /** ⌘↵ and Ctrl+↵. */
  readonly onRun?: (() => void) | undefined;
  /** The place of the cursor, when something else wants to insert there. */
  readonly handle?: React.RefObject<CodeHandle | null> | undefined;
}

export interface CodeHandle {
  focus(): void;
  /** Shows a place of the text, and selects it. */
  select(from: number, to: number): void;
  /** Puts a text where the cursor is, or over what is selected. */
  insert(text: string): void;
}
