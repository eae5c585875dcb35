import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Rules' }, { title: '规则' });

export function RulesPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
