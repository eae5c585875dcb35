import { Alert, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { Backtest } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { SeverityMark } from '../../shared/ui/severity-mark.tsx';
import { BacktestChannels } from './backtest-channels.tsx';
import { BacktestStrip } from './backtest-strip.tsx';
import { backtestTexts } from './backtests.texts.ts';
import { TestCaseExport } from './test-case-export.tsx';

/** Rows of the table that are drawn at first. */
const FIRST_ROWS = 20;

/** What a rule would have done; with what another one did beside the figures. */
export function BacktestReport({ backtest, before }: { backtest: Backtest; before?: Backtest | undefined }) {
  const texts = useTexts(backtestTexts);
  const language = useLanguage();
  const formats = useFormats();
  const { gaps, errors, state, reason } = backtest;
  return (
    <Stack gap="md">
      {state === 'failed' && (
        <Alert color="yellow" variant="light">
          {texts.stopped(reason ?? '')}
        </Alert>
      )}
      {state === 'cancelled' && <Text c="dimmed">{texts.cancelled}</Text>}
      <Figures backtest={backtest} before={before} />
      {backtest.buckets.length > 0 && <BacktestStrip backtest={backtest} />}
      {backtest.channels.length > 0 && <BacktestChannels channels={backtest.channels} />}
      <AlertTable backtest={backtest} />
      {errors.length > 0 && (
        <Section title={texts.errors}>
          {errors.map((error) => (
            <Text key={error.reason} size="sm">
              {formats.number(error.count)} ×{' '}
              {language === 'zh' ? (error.reason_zh ?? error.reason) : error.reason}
            </Text>
          ))}
        </Section>
      )}
      {gaps.length > 0 && (
        <Section title={texts.gaps}>
          {gaps.map((gap) => (
            <Text key={gap.code} size="sm" c="dimmed">
              {language === 'zh' ? gap.message_zh : gap.message}
            </Text>
          ))}
        </Section>
      )}
    </Stack>
  );
}

function Figures({ backtest, before }: { backtest: Backtest; before: Backtest | undefined }) {
  const texts = useTexts(backtestTexts);
  const formats = useFormats();
  const messages = ({ channels }: Backtest) => channels.reduce((sum, channel) => sum + channel.messages, 0);
  const figures: [string, (of: Backtest) => number][] = [
    [texts.figures.read, (of) => of.events_read],
    [texts.figures.matched, (of) => of.matched],
    [texts.figures.rows, (of) => of.row_count],
    ...(backtest.alert
      ? ([
          [texts.figures.alerts, (of) => of.alert_count],
          [texts.figures.suppressed, (of) => of.suppressed],
          [texts.figures.flapping, (of) => of.flapping],
          [texts.figures.messages, messages],
        ] as [string, (of: Backtest) => number][])
      : []),
  ];
  return (
    <Stack gap={4}>
      <Group gap="lg" component="dl" m={0}>
        {figures.map(([name, figureOf]) => (
          <div key={name}>
            <Text component="dt" size="xs" c="dimmed">
              {name}
            </Text>
            <Text component="dd" m={0} fw={600} size="lg">
              {formats.number(figureOf(backtest))}
              {before && (
                <Text span size="xs" c="dimmed" fw={400} ml={6}>
                  {texts.was(formats.number(figureOf(before)))}
                </Text>
              )}
            </Text>
          </div>
        ))}
      </Group>
      {!backtest.alert && <Text c="dimmed">{texts.noAlertInRule}</Text>}
    </Stack>
  );
}

function AlertTable({ backtest }: { backtest: Backtest }) {
  const texts = useTexts(backtestTexts);
  const formats = useFormats();
  const [isWhole, setWhole] = useState(false);
  const [exported, setExported] = useState<Backtest['alerts'][number]>();
  if (!backtest.alert) return null;
  const { alerts } = backtest;
  if (alerts.length === 0) return <Text c="dimmed">{texts.noAlerts}</Text>;
  const shown = isWhole ? alerts : alerts.slice(0, FIRST_ROWS);
  return (
    <Section title={texts.alerts}>
      <Table.ScrollContainer minWidth={480}>
        <Table verticalSpacing={4} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.about}</Table.Th>
              <Table.Th>{texts.opened}</Table.Th>
              <Table.Th>{texts.duration}</Table.Th>
              <Table.Th aria-label={texts.testCase} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((alert) => (
              <Table.Tr key={`${alert.key} ${alert.starts_at}`}>
                <Table.Td>
                  <Group gap="xs" wrap="nowrap">
                    <SeverityMark severity={alert.severity} />
                    <DeviceText text={alert.key} longest={64} />
                  </Group>
                </Table.Td>
                <Table.Td>
                  <Moment at={alert.opened_at ?? alert.starts_at} precision="second" />
                </Table.Td>
                <Table.Td>
                  {alert.duration_ms === null ? texts.stillOpen : formats.duration(alert.duration_ms)}
                </Table.Td>
                <Table.Td ta="right">
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-label={texts.testCaseFor(alert.key.slice(0, 64))}
                    onClick={() => setExported(alert)}
                  >
                    {texts.testCase}
                  </Button>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group gap="xs">
        {shown.length < alerts.length && (
          <Button size="compact-sm" variant="default" onClick={() => setWhole(true)}>
            {formats.number(alerts.length - shown.length)} …
          </Button>
        )}
        {isWhole && backtest.alerts_omitted > 0 && (
          <Text c="dimmed">{texts.more(formats.number(backtest.alerts_omitted))}</Text>
        )}
      </Group>
      {exported && (
        <TestCaseExport backtest={backtest} alert={exported} onClose={() => setExported(undefined)} />
      )}
    </Section>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Stack gap="xs">
      <Title order={3}>{title}</Title>
      {children}
    </Stack>
  );
}
