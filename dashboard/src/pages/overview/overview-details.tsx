import { Stack } from '@mantine/core';
import { useState } from 'react';
import { ConnectDevice } from '../../features/connect-device/connect-device.tsx';
import { FigureCharts } from '../../features/figures/figure-charts.tsx';
import type { RangeName } from '../../features/figures/figure-history.ts';
import { FigureTiles } from '../../features/figures/figure-tiles.tsx';
import { GettingStarted } from '../../features/overview/getting-started.tsx';
import { JustHappened } from '../../features/overview/just-happened.tsx';
import { useProgress } from '../../features/overview/progress.ts';
import { WorstAlerts } from '../../features/overview/worst-alerts.tsx';
import styles from './overview-page.module.css';

interface OverviewDetailsProps {
  readonly range: RangeName;
  readonly onRange: (range: RangeName) => void;
}

/** What comes a moment after the sentence. */
export function OverviewDetails({ range, onRange }: OverviewDetailsProps) {
  const progress = useProgress();
  const [asked, setAsked] = useState(0);
  const isNew = progress !== undefined && !progress.client;
  return (
    <Stack gap="md">
      {progress && <GettingStarted progress={progress} onConnect={() => setAsked(asked + 1)} />}
      {progress && (isNew || asked > 0) && (
        <ConnectDevice
          needsLogin={progress.access}
          asked={asked}
          onClose={isNew ? undefined : () => setAsked(0)}
        />
      )}
      <FigureTiles />
      <div className={styles.lists}>
        <WorstAlerts />
        <JustHappened />
      </div>
      <FigureCharts range={range} onRange={onRange} />
    </Stack>
  );
}
