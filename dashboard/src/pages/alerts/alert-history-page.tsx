import { AlertHistory } from '../../features/alerts/history/alert-history.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Alert history' }, { title: '告警历史' });

export function AlertHistoryPage() {
  return (
    <Page
      title={useTexts(texts).title}
      actions={
        <CodeMenu
          call={{ method: 'GET', path: '/alerts/export', query: { status: 'resolved', format: 'csv' } }}
          cli="tocsin alerts export --status resolved --csv"
        />
      }
    >
      <AlertHistory />
    </Page>
  );
}
