import { Button, Checkbox, Group, Progress, Select, Stack, Text, Title, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useFormats } from '../../shared/format/format.ts';
import { momentOfField } from '../../shared/hours/local-time.ts';
import { MomentField } from '../../shared/hours/moment-field.tsx';
import { useMay } from '../../shared/session/session.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { BacktestReport } from './backtest-report.tsx';
import { type BacktestRun, orderOf, type TriedRule, useBacktestRun } from './backtest-run.ts';
import { BacktestVariant, EMPTY_VARIANT, variantOf } from './backtest-variant.tsx';
import { backtestTexts } from './backtests.texts.ts';

const RANGES = ['1h', '24h', '7d', 'own'] as const;
type Range = (typeof RANGES)[number];

/** Everything about trying one rule on the past: which past, what came of it, and what a variant would have made of it. */
export function BacktestPanel({ rule }: { rule: TriedRule }) {
  const texts = useTexts(backtestTexts);
  const [range, setRange] = useState<Range>('24h');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [isComparing, setComparing] = useState(false);
  const [variant, setVariant] = useState(EMPTY_VARIANT);
  const first = useBacktestRun();
  const second = useBacktestRun();
  const may = useMay('editor');
  const isReady = range !== 'own' || (from !== '' && (to === '' || to > from));
  const isRunning = first.isRunning || second.isRunning;

  const run = () => {
    const time =
      range === 'own'
        ? {
            from: new Date(momentOfField(from)).toISOString(),
            ...(to && { to: new Date(momentOfField(to)).toISOString() }),
          }
        : { from: range };
    first.start(orderOf(rule, time));
    if (isComparing) second.start(orderOf(variantOf(rule, variant), time));
  };

  return (
    <Stack gap="md">
      <Text c="dimmed">{texts.intro}</Text>
      <Group gap="sm" align="end">
        <Select
          label={texts.range}
          data={RANGES.map((value) => ({ value, label: texts.ranges[value] }))}
          value={range}
          onChange={(value) => setRange((value ?? '24h') as Range)}
          allowDeselect={false}
          w={170}
        />
        {range === 'own' && (
          <>
            <MomentField label={texts.from} value={from} onChange={setFrom} />
            <MomentField label={texts.to} value={to} onChange={setTo} />
          </>
        )}
        <Tooltip label={texts.needsAdministrator} disabled={may}>
          <Button onClick={run} disabled={!may || !isReady} loading={isRunning} data-autofocus>
            {isComparing ? texts.runBoth : texts.run}
          </Button>
        </Tooltip>
        {isRunning && (
          <Button
            variant="default"
            onClick={() => {
              first.cancel();
              second.cancel();
            }}
          >
            {texts.cancel}
          </Button>
        )}
      </Group>
      <Checkbox
        size="xs"
        label={texts.compare}
        checked={isComparing}
        onChange={(event) => setComparing(event.currentTarget.checked)}
      />
      {isComparing && <BacktestVariant rule={rule} value={variant} onChange={setVariant} />}
      <RunView run={first} title={isComparing && second.report ? texts.current : undefined} onRetry={run} />
      {isComparing && <RunView run={second} before={first} title={texts.variant} onRetry={run} />}
    </Stack>
  );
}

/** One that runs or has run. */
export function RunView({
  run,
  before,
  title,
  onRetry,
}: {
  run: BacktestRun;
  before?: BacktestRun | undefined;
  title?: string | undefined;
  onRetry?: (() => void) | undefined;
}) {
  const { problem, report, summary, isRunning } = run;
  if (problem) return <ProblemView problem={problem} onRetry={onRetry} />;
  return (
    <Stack gap="xs">
      {title && (report || isRunning) && <Title order={2}>{title}</Title>}
      {isRunning && summary && <RunProgress run={run} />}
      {report && !isRunning && <BacktestReport backtest={report} before={before?.report} />}
    </Stack>
  );
}

function RunProgress({ run: { summary } }: { run: BacktestRun }) {
  const texts = useTexts(backtestTexts);
  const formats = useFormats();
  if (!summary) return null;
  const { progress, state } = summary;
  return (
    <Stack gap={4}>
      <Progress value={progress.percent} aria-label={texts.drawer} />
      <Text size="sm" role="status">
        {state === 'waiting'
          ? texts.waiting
          : `${texts.running(formats.number(progress.read), progress.percent)} · ${texts.until(formats.time(progress.at, 'minute'))}`}
      </Text>
    </Stack>
  );
}
