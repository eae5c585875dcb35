import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Backup and import' }, { title: '备份与导入' });

export function BackupPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
