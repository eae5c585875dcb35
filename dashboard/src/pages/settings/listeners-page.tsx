import { CertificateList } from '../../features/listeners/certificate-list.tsx';
import { ListenerList } from '../../features/listeners/listener-list.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export function ListenersPage() {
  return (
    <SettingsFrame
      page="listeners"
      actions={<CodeMenu call={{ method: 'GET', path: '/listeners' }} cli="tocsin listeners ls" />}
    >
      <ListenerList />
      <CertificateList />
    </SettingsFrame>
  );
}
