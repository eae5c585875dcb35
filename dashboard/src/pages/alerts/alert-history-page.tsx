import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'History' }, { title: '历史' });

export function AlertHistoryPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
