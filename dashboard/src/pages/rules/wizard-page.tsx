import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'New alert' }, { title: '新建告警' });

export function WizardPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
