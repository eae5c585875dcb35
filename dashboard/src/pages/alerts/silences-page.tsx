import { useAlertsLive } from '../../features/alerts/alerts-live.ts';
import { MaintenanceList } from '../../features/silences/maintenance-list.tsx';
import { NewSilenceButton, SilenceList } from '../../features/silences/silence-list.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Silences' }, { title: '静默' });

export function SilencesPage() {
  useAlertsLive();
  return (
    <Page
      title={useTexts(texts).title}
      actions={
        <>
          <NewSilenceButton />
          <CodeMenu
            call={{ method: 'GET', path: '/silences' }}
            cli="tocsin alerts silence --rule ID --for 4h -m REASON"
          />
        </>
      }
    >
      <SilenceList />
      <MaintenanceList />
    </Page>
  );
}
