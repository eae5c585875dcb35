import { lazy, Suspense } from 'react';
import type { CodeEditorProps } from './code-editor-props.ts';
import { CodeLoading } from './code-loading.tsx';
import type { SqlWords } from './sql-words.ts';

export interface SqlEditorProps extends CodeEditorProps {
  /** What is completed. */
  readonly words?: SqlWords | undefined;
}

const SqlView = lazy(async () => ({ default: (await import('./sql-view.tsx')).SqlView }));

/** An editor of rule statements. Esc, then Tab leaves it. */
export function SqlEditor(props: SqlEditorProps) {
  return (
    <Suspense fallback={<CodeLoading value={props.value} />}>
      <SqlView {...props} />
    </Suspense>
  );
}
