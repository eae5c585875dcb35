import { SegmentedControl } from '@mantine/core';
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
      <div>
        <SegmentedControl
          aria-label={texts.views}
          size="xs"
          transitionDuration={0}
          value={shown}
          onChange={(next) => change({ view: next === 'monitors' ? undefined : next }, 'push')}
          data={[
            { value: 'monitors', label: texts.monitors },
            { value: 'alarms', label: texts.alarms },
            { value: 'settings', label: texts.settings },
          ]}
        />
      </div>
      {shown === 'monitors' && <MonitorList />}
      {shown === 'alarms' && <AlarmList />}
      {shown === 'settings' && <AlertSettingsForm />}
    </Page>
  );
}
