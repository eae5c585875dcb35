import { useMemo } from 'react';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { PlaceTabs } from '../../shared/ui/place-tabs.tsx';

const catalogue = defineTexts(
  { label: 'Alerts', open: 'Open', history: 'History', silences: 'Silences', monitors: 'Monitors' },
  { label: '告警', open: '当前', history: '历史', silences: '静默', monitors: '监控项' },
);

/** The pages of the place. */
export function AlertTabs() {
  const texts = useTexts(catalogue);
  const tabs = useMemo(
    () => [
      { to: '/alerts', label: texts.open, also: ['/alerts/detail'] },
      { to: '/alerts/history', label: texts.history },
      { to: '/alerts/silences', label: texts.silences },
      { to: '/alerts/monitors', label: texts.monitors },
    ],
    [texts],
  );
  return <PlaceTabs label={texts.label} tabs={tabs} />;
}
