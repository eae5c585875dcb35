import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Connectors' }, { title: '连接器' });

export function ConnectorsPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
