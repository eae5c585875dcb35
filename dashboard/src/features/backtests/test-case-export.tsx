import { Button, Code, Group, Modal, ScrollArea, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Backtest } from '../../../../src/api/contract.ts';
import { useCopy } from '../../shared/clipboard/clipboard.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { backtestTexts } from './backtests.texts.ts';
import { fetchTestCase } from './test-case.ts';

interface TestCaseExportProps {
  readonly backtest: Backtest;
  readonly alert: Backtest['alerts'][number];
  readonly onClose: () => void;
}

/** What happened around one alert, as a case for `tocsin rules test`. */
export function TestCaseExport({ backtest, alert, onClose }: TestCaseExportProps) {
  const texts = useTexts(backtestTexts);
  const clipboard = useCopy();
  const query = useQuery({
    queryKey: ['test-case', backtest.id, alert.key, alert.starts_at],
    queryFn: ({ signal }) => fetchTestCase(backtest, alert, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Modal opened onClose={onClose} title={texts.exported} size="lg">
      <QueryView query={query}>
        {(yaml) => (
          <>
            <ScrollArea.Autosize
              mah={400}
              viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': texts.exported }}
            >
              <Code block>{yaml}</Code>
            </ScrollArea.Autosize>
            <Text size="xs" c="dimmed" my="xs">
              {texts.exportHint}
            </Text>
            <Group gap="xs">
              <Button variant="default" onClick={() => clipboard.copy(yaml)}>
                {clipboard.copied ? texts.copied : texts.copy}
              </Button>
              <Button
                component="a"
                variant="default"
                href={`data:application/yaml;charset=utf-8,${encodeURIComponent(yaml)}`}
                download={`${backtest.rule_id ?? 'rule'}.test.yaml`}
              >
                {texts.download}
              </Button>
            </Group>
          </>
        )}
      </QueryView>
    </Modal>
  );
}
