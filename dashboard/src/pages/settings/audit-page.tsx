import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Audit' }, { title: '审计' });

export function AuditPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
