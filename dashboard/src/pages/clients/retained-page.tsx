import { RetainedTable } from '../../features/retained/retained-table.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Retained' }, { title: '保留消息' });

export function RetainedPage() {
  return (
    <Page
      title={useTexts(texts).title}
      actions={<CodeMenu call={{ method: 'GET', path: '/mqtt/retainer/messages' }} />}
    >
      <RetainedTable />
    </Page>
  );
}
