import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Monitors' }, { title: '监控项' });

export function MonitorsPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
