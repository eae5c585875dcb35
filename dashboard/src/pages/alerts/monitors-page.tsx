import { Tabs } from '@mantine/core';
import { AlarmList } from '../../features/monitors/alarm-list.tsx';
import { AlertSettingsForm } from '../../features/monitors/alert-settings-form.tsx';
import { MonitorList } from '../../features/monitors/monitor-list.tsx';
import { monitorTexts } from '../../features/monitors/monitors.texts.ts';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const PATHS = { monitors: '/monitors', alarms: '/alarms', settings: '/alert_settings' } as const;

export function MonitorsPage() {
  const texts = useTexts(monitorTexts);
  const [{ view }, change] = usePageSearch<'view'>();
  const shown = view === 'alarms' || view === 'settings' ? view : 'monitors';
  return (
    <Page title={texts.label} actions={<CodeMenu call={{ method: 'GET', path: PATHS[shown] }} />}>
      <Tabs
        value={shown}
        variant="pills"
        keepMounted={false}
        onChange={(next) => change({ view: next === 'monitors' ? undefined : (next ?? undefined) }, 'push')}
      >
        <Tabs.List aria-label={texts.views} mb="md">
          <Tabs.Tab value="monitors">{texts.monitors}</Tabs.Tab>
          <Tabs.Tab value="alarms">{texts.alarms}</Tabs.Tab>
          <Tabs.Tab value="settings">{texts.settings}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="monitors">
          <MonitorList />
        </Tabs.Panel>
        <Tabs.Panel value="alarms">
          <AlarmList />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <AlertSettingsForm />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
