import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Users and API keys' }, { title: '用户与密钥' });

export function UsersPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
