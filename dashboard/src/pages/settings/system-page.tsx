import { Doctor } from '../../features/system/doctor.tsx';
import { SettingsTable } from '../../features/system/settings-table.tsx';
import { SupportBundle } from '../../features/system/support-bundle.tsx';
import { LinkRotation, SystemView } from '../../features/system/system-view.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export function SystemPage() {
  return (
    <SettingsFrame
      page="system"
      actions={
        <CodeMenu
          call={{ method: 'GET', path: '/system' }}
          cli={'tocsin doctor\ntocsin system show\ntocsin system bundle'}
        />
      }
    >
      <Doctor />
      <SystemView />
      <SettingsTable />
      <SupportBundle />
      <LinkRotation />
    </SettingsFrame>
  );
}
