import { Wizard } from '../../features/wizard/wizard.tsx';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'New alert' }, { title: '新建告警' });

/** `?q=` is a filter of the clients page, `?playbook=` what it begins with; `?step=playbook` asks which one. */
export function WizardPage() {
  const [{ q, playbook, step }] = usePageSearch<'q' | 'playbook' | 'step'>();
  return (
    <Page title={useTexts(texts).title}>
      <Wizard query={q} playbook={playbook} choosesPlaybook={step === 'playbook'} />
    </Page>
  );
}
