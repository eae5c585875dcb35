import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Listeners and certificates' }, { title: '接入' });

export function ListenersPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
