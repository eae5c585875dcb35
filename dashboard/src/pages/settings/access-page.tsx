import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Access' }, { title: '认证与授权' });

export function AccessPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
