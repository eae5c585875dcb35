import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Client' }, { title: '客户端' });

export function ClientPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
