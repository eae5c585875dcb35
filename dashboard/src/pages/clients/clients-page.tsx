import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Clients' }, { title: '客户端' });

export function ClientsPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
