import { lazy, Suspense } from 'react';
import type { CodeEditorProps } from './code-editor-props.ts';
import { CodeLoading } from './code-loading.tsx';

/** Something that `${name}` stands for. */
export interface Placeholder {
  readonly name: string;
  readonly type?: string | undefined;
  readonly description?: string | undefined;
  /** Its members are completed too. */
  readonly value?: unknown;
}

export interface JsonEditorProps extends CodeEditorProps {
  /** `template`: JSON as a rule, with `${name}` anywhere in it; `text` has no language at all. */
  readonly kind?: 'json' | 'template' | 'text' | undefined;
  /** What is completed after `${`. */
  readonly placeholders?: readonly Placeholder[] | undefined;
}

const JsonView = lazy(async () => ({ default: (await import('./json-view.tsx')).JsonView }));

/** An editor of JSON, of templates and of plain texts. Esc, then Tab leaves it. */
export function JsonEditor(props: JsonEditorProps) {
  return (
    <Suspense fallback={<CodeLoading value={props.value} />}>
      <JsonView {...props} />
    </Suspense>
  );
}
