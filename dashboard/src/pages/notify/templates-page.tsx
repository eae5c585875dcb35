import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Templates' }, { title: '模板' });

export function TemplatesPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
