import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Sign in' }, { title: '登录' });

export function LoginPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
