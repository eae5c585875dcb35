import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Backtests' }, { title: '回放' });

export function BacktestsPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
