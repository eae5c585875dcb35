import { Anchor, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { RenderedRule } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useMay } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { BacktestDrawer } from '../backtests/backtest-drawer.tsx';
import { useBacktestRun } from '../backtests/backtest-run.ts';
import { wizardTexts } from './wizard.texts.ts';

/** Milliseconds without a change before the past is looked at again. */
const PATIENCE = 350;

/** "In the past 24 h this would have fired 7 times": live, while the rule is being put together. */
export function BacktestSentence({ rule }: { rule: RenderedRule | undefined }) {
  const texts = useTexts(wizardTexts);
  const formats = useFormats();
  const may = useMay('editor');
  const [isOpen, setOpen] = useState(false);
  const tried = rule && JSON.stringify({ sql: rule.sql, alert: { ...rule.alert, notify: undefined } });
  const [settled] = useDebouncedValue(tried, PATIENCE);
  const { start, report, problem, isRunning, summary } = useBacktestRun();
  useEffect(() => {
    if (settled === undefined || !may) return;
    const { sql, alert } = JSON.parse(settled) as { sql: string; alert: object };
    start({ sql, alert, actions: [], from: '24h' });
  }, [settled, start, may]);
  if (!may || rule === undefined) return null;
  const isOld = settled !== tried || isRunning;
  return (
    <>
      <Text role="status" aria-live="polite" {...(isOld && { c: 'dimmed' })} mih={20}>
        {problem
          ? texts.backtestFailed(problem.message)
          : report
            ? texts.wouldHave(formats.number(report.alert_count), formats.number(report.suppressed))
            : texts.lookingBack}
        {isOld && summary && summary.progress.percent < 100 ? ` · ${summary.progress.percent} %` : ''}{' '}
        {report && (
          <Anchor component="button" type="button" inherit onClick={() => setOpen(true)}>
            {texts.details}
          </Anchor>
        )}
      </Text>
      <BacktestDrawer
        rule={{ sql: rule.sql, alert: rule.alert }}
        opened={isOpen}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
