import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Preview inbox' }, { title: '预览收件箱' });

export function InboxPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
