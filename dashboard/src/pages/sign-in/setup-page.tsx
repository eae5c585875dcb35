import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Set up Tocsin' }, { title: '设置 Tocsin' });

export function SetupPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
