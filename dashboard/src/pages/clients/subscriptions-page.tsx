import { SubscriptionTable } from '../../features/subscriptions/subscription-table.tsx';
import { CodeMenu } from '../../shared/code/code-menu.tsx';
import { quoted } from '../../shared/code/curl-text.ts';
import { usePageSearch } from '../../shared/navigation/page-search.ts';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Subscriptions' }, { title: '订阅' });

export function SubscriptionsPage() {
  const [{ q = '' }] = usePageSearch<'q'>();
  return (
    <Page
      title={useTexts(texts).title}
      actions={
        <CodeMenu
          call={{ method: 'GET', path: '/subscription_search', query: { q: q === '' ? undefined : q } }}
          cli={`tocsin subscriptions ls${q === '' ? '' : ` -- ${quoted(q)}`}`}
        />
      }
    >
      <SubscriptionTable />
    </Page>
  );
}
