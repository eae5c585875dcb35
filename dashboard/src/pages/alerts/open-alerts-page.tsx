import { ListeningMenu, ListeningQuestion } from '../../features/alerts/listening/listening-menu.tsx';
import { OpenAlerts } from '../../features/alerts/open/open-alerts.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Alerts' }, { title: '告警' });

export function OpenAlertsPage() {
  return (
    <Page
      title={useTexts(texts).title}
      actions={
        <>
          <ListeningMenu />
          <CodeMenu call={{ method: 'GET', path: '/alert_groups' }} cli="tocsin alerts groups" />
        </>
      }
    >
      <ListeningQuestion />
      <OpenAlerts />
    </Page>
  );
}
