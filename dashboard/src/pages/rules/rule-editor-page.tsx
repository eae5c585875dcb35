import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { editorTexts } from '../../features/rule-editor/editor.texts.ts';
import { NEW_RULE } from '../../features/rule-editor/rule-draft.ts';
import { RuleEditor } from '../../features/rule-editor/rule-editor.tsx';
import { ruleBody, ruleYaml } from '../../features/rules/rule-changes.ts';
import { rulePath, ruleQuery } from '../../features/rules/rule-queries.ts';
import { titleOf } from '../../features/rules/rule-row.ts';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { useLive } from '../../shared/live/live.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { visibleText } from '../../shared/ui/device-text.tsx';
import { Page } from '../../shared/ui/page.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';

export function RuleEditorPage() {
  const [{ id, event, sql }] = usePageSearch<'id' | 'event' | 'sql'>();
  // A new rule that was stored is the same work under an id: the editor, its sample and its result stay.
  const [shown, setShown] = useState<Shown>({ id, work: 0, created: undefined });
  if (shown.id !== id) {
    const isSame = id !== undefined && id === shown.created;
    setShown({ id, work: isSame ? shown.work : shown.work + 1, created: undefined });
  }
  return (
    <RuleWork
      key={shown.work}
      id={id}
      sql={sql}
      eventId={event}
      onCreated={(created) => setShown((before) => ({ ...before, created }))}
    />
  );
}

interface Shown {
  readonly id: string | undefined;
  readonly work: number;
  /** What the new rule of this work was stored as. */
  readonly created: string | undefined;
}

interface RuleWorkProps {
  readonly id: string | undefined;
  readonly sql: string | undefined;
  readonly eventId: string | undefined;
  readonly onCreated: (id: string) => void;
}

function RuleWork({ id, sql, eventId, onCreated }: RuleWorkProps) {
  const texts = useTexts(editorTexts);
  const query = useQuery({ ...ruleQuery(id ?? ''), enabled: id !== undefined });
  useLive('objects', (object) => {
    if (id !== undefined && object.kind === 'rule' && object.id === id) void query.refetch();
  });
  const rule = id === undefined ? undefined : query.data;
  return (
    <Page
      title={id === undefined ? texts.newRule : visibleText(rule ? titleOf(rule) : id)}
      actions={
        rule && (
          <CodeMenu
            yaml={ruleYaml(ruleBody(rule))}
            call={{ method: 'PUT', path: rulePath(rule.id), body: ruleBody(rule) }}
            cli={`tocsin rules show ${quoted(rule.id)}\ntocsin rules test -f rules`}
          />
        )
      }
    >
      {id !== undefined && <QueryView query={query}>{() => null}</QueryView>}
      {(id === undefined || rule) && (
        <RuleEditor
          stored={rule}
          initial={sql === undefined ? NEW_RULE : { ...NEW_RULE, sql }}
          eventId={eventId}
          onCreated={onCreated}
        />
      )}
    </Page>
  );
}

/** A word for a shell. */
function quoted(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
