import { Stack } from '@mantine/core';
import type { AlertDetail } from '../../../../../src/api/contract.ts';
import { useAlertActions } from '../acting/use-alert-actions.tsx';
import { useAlertsLive } from '../alerts-live.ts';
import { AlertFacts, AlertNotes, SimilarAlerts } from './alert-aside.tsx';
import { AlertChecks } from './alert-checks.tsx';
import styles from './alert-detail.module.css';
import { AlertHead } from './alert-head.tsx';
import { AlertTimeline } from './alert-timeline.tsx';
import { ToldTogether } from './told-together.tsx';

/** One alert: what, who, since when; what happened; what to look at. */
export function AlertDetailView({ alert }: { alert: AlertDetail }) {
  const { actions, dialogs } = useAlertActions();
  useAlertsLive();
  return (
    <Stack gap="lg">
      <AlertHead alert={alert} actions={actions} />
      <div className={styles.columns}>
        <Stack gap="lg" miw={0}>
          <ToldTogether alert={alert} actions={actions} />
          <AlertTimeline alert={alert} />
        </Stack>
        <Stack gap="md" miw={0}>
          <div className={styles.box}>
            <AlertChecks alert={alert} />
          </div>
          <AlertFacts alert={alert} />
          <SimilarAlerts alert={alert} />
          <AlertNotes alert={alert} actions={actions} />
        </Stack>
      </div>
      {dialogs}
    </Stack>
  );
}
