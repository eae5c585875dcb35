import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Overview' }, { title: '概览' });

export function OverviewPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
