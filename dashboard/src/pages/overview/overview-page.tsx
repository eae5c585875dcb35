import { Stack } from '@mantine/core';
import { useState } from 'react';
import { ConnectDevice } from '../../features/connect-device/connect-device.tsx';
import { FigureCharts } from '../../features/figures/figure-charts.tsx';
import { isRangeName } from '../../features/figures/figure-history.ts';
import { FigureTiles } from '../../features/figures/figure-tiles.tsx';
import { GettingStarted } from '../../features/overview/getting-started.tsx';
import { JustHappened } from '../../features/overview/just-happened.tsx';
import { overviewTexts } from '../../features/overview/overview.texts.ts';
import { useProgress } from '../../features/overview/progress.ts';
import { StateSentence } from '../../features/overview/state-sentence.tsx';
import { WorstAlerts } from '../../features/overview/worst-alerts.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';
import styles from './overview-page.module.css';

/** In three seconds: is everything all right, and if not, where to click. */
export function OverviewPage() {
  const texts = useTexts(overviewTexts);
  const [search, change] = usePageSearch<'range'>();
  const range = isRangeName(search.range) ? search.range : '1h';
  const progress = useProgress();
  const [asked, setAsked] = useState(0);
  const isNew = progress !== undefined && !progress.client;
  return (
    <Page
      title={texts.title}
      head={<StateSentence />}
      actions={<CodeMenu call={{ method: 'GET', path: '/monitor_current' }} cli="tocsin status" />}
    >
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
        <FigureCharts range={range} onRange={(name) => change({ range: name === '1h' ? undefined : name })} />
      </Stack>
    </Page>
  );
}
