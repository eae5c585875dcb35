import { PrometheusAccess } from '../../features/metrics/prometheus-access.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { SettingsFrame } from './settings-frame.tsx';

export function MetricsPage() {
  return (
    <SettingsFrame page="metrics" actions={<CodeMenu call={{ method: 'GET', path: '/prometheus/stats' }} />}>
      <PrometheusAccess />
    </SettingsFrame>
  );
}
