import { Wizard } from '../../features/wizard/wizard.tsx';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'New alert' }, { title: '新建告警' });

/** `?q=` is a filter of the clients page, `?playbook=` what it begins with. */
export function WizardPage() {
  const [{ q, playbook }] = usePageSearch<'q' | 'playbook'>();
  return (
    <Page title={useTexts(texts).title}>
      <Wizard query={q} playbook={playbook} />
    </Page>
  );
}
