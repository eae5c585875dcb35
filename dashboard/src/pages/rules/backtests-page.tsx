import { Button, Stack, Text } from '@mantine/core';
import { BacktestTable, KeptBacktest, NewBacktest } from '../../features/backtests/backtest-list.tsx';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const catalogue = defineTexts(
  { title: 'Backtests', fresh: 'New backtest', kept: 'The last 20 are kept for an hour.' },
  { title: '回放', fresh: '新建回放', kept: '保留最近 20 次，一小时内有效。' },
);

/** `?id=` shows one that is kept, `?rule=` tries a rule. */
export function BacktestsPage() {
  const texts = useTexts(catalogue);
  const [search, change] = usePageSearch<'id' | 'rule'>();
  return (
    <Page
      title={texts.title}
      actions={
        <Button variant="default" onClick={() => change({ id: undefined, rule: undefined }, 'push')}>
          {texts.fresh}
        </Button>
      }
    >
      <Stack gap="lg">
        {search.id ? (
          <KeptBacktest id={search.id} />
        ) : (
          <NewBacktest ruleId={search.rule} onRule={(rule) => change({ rule })} />
        )}
        <Stack gap={4}>
          <BacktestTable chosen={search.id} onChoose={(id) => change({ id, rule: undefined }, 'push')} />
          <Text size="xs" c="dimmed">
            {texts.kept}
          </Text>
        </Stack>
      </Stack>
    </Page>
  );
}
