import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Connector' }, { title: '连接器' });

export function ConnectorPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
