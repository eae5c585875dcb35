import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Alert' }, { title: '告警' });

export function AlertPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
