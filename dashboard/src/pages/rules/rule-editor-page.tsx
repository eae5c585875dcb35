import { useQuery } from '@tanstack/react-query';
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
  const texts = useTexts(editorTexts);
  const [{ id, event, sql }] = usePageSearch<'id' | 'event' | 'sql'>();
  if (id !== undefined) return <StoredRule key={id} id={id} eventId={event} />;
  return (
    <Page title={texts.newRule}>
      <RuleEditor
        key="new"
        stored={undefined}
        initial={sql === undefined ? NEW_RULE : { ...NEW_RULE, sql }}
        eventId={event}
      />
    </Page>
  );
}

function StoredRule({ id, eventId }: { id: string; eventId: string | undefined }) {
  const query = useQuery(ruleQuery(id));
  useLive('objects', (object) => {
    if (object.kind === 'rule' && object.id === id) void query.refetch();
  });
  const rule = query.data;
  return (
    <Page
      title={visibleText(rule ? titleOf(rule) : id)}
      actions={
        rule && (
          <CodeMenu
            yaml={ruleYaml(ruleBody(rule))}
            call={{ method: 'PUT', path: rulePath(id), body: ruleBody(rule) }}
            cli={`tocsin rules show ${quoted(id)}\ntocsin rules test -f rules`}
          />
        )
      }
    >
      <QueryView query={query}>
        {(stored) => <RuleEditor key={stored.id} stored={stored} initial={NEW_RULE} eventId={eventId} />}
      </QueryView>
    </Page>
  );
}

/** A word for a shell. */
function quoted(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
