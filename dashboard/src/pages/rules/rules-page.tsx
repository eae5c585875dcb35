import { NewRuleButton } from '../../features/rules/new-rule-button.tsx';
import { rulesTexts } from '../../features/rules/rules.texts.ts';
import { RulesTable } from '../../features/rules/rules-table.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

export function RulesPage() {
  const texts = useTexts(rulesTexts);
  return (
    <Page
      title={texts.rules}
      actions={
        <>
          <NewRuleButton />
          <CodeMenu call={{ method: 'GET', path: '/rules_summary' }} cli="tocsin rules ls" />
        </>
      }
    >
      <RulesTable />
    </Page>
  );
}
