import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'There is no such page' }, { title: '没有这个页面' });

export function NotFoundPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
