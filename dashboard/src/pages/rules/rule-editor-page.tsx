import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Rule' }, { title: '规则' });

export function RuleEditorPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
