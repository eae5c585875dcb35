import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Retained' }, { title: '保留消息' });

export function RetainedPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
