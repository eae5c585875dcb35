import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Metrics' }, { title: '指标' });

export function MetricsPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
