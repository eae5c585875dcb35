import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'System' }, { title: '系统' });

export function SystemPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
