import { SegmentedControl } from '@mantine/core';
import { SlowSubscriptions } from '../../features/subscriptions/slow-subscriptions.tsx';
import { SubscriptionTable } from '../../features/subscriptions/subscription-table.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { quoted } from '../../shared/code/curl-text.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts(
  { title: 'Subscriptions', view: 'View', all: 'All', slow: 'Slow' },
  { title: '订阅', view: '视图', all: '全部', slow: '慢订阅' },
);

export function SubscriptionsPage() {
  const words = useTexts(texts);
  const [{ q = '', view }, change] = usePageSearch<'q' | 'view'>();
  const isSlow = view === 'slow';
  return (
    <Page
      title={words.title}
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label={words.view}
            value={isSlow ? 'slow' : 'all'}
            data={[
              { value: 'all', label: words.all },
              { value: 'slow', label: words.slow },
            ]}
            onChange={(value) => change({ view: value === 'slow' ? value : undefined })}
          />
          {isSlow ? (
            <CodeMenu call={{ method: 'GET', path: '/slow_subscriptions' }} cli="tocsin subscriptions slow" />
          ) : (
            <CodeMenu
              call={{ method: 'GET', path: '/subscription_search', query: { q: q === '' ? undefined : q } }}
              cli={`tocsin subscriptions ls${q === '' ? '' : ` -- ${quoted(q)}`}`}
            />
          )}
        </>
      }
    >
      {isSlow ? <SlowSubscriptions /> : <SubscriptionTable />}
    </Page>
  );
}
