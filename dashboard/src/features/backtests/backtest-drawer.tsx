import { Drawer } from '@mantine/core';
import { useTexts } from '../../shared/texts/texts.ts';
import { BacktestPanel } from './backtest-panel.tsx';
import type { TriedRule } from './backtest-run.ts';
import { backtestTexts } from './backtests.texts.ts';

interface BacktestDrawerProps {
  readonly rule: TriedRule;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Beside the rule editor: what the rule that is being written would have done. */
export function BacktestDrawer({ rule, opened, onClose }: BacktestDrawerProps) {
  const texts = useTexts(backtestTexts);
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size="xl" title={texts.drawer}>
      <BacktestPanel rule={rule} />
    </Drawer>
  );
}
