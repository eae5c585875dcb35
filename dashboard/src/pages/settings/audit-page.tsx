import { AuditTable } from '../../features/audit/audit-table.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export function AuditPage() {
  return (
    <SettingsFrame
      page="audit"
      actions={<CodeMenu call={{ method: 'GET', path: '/audit' }} cli="tocsin audit ls" />}
    >
      <AuditTable />
    </SettingsFrame>
  );
}
