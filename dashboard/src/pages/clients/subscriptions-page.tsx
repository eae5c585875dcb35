import { SubscriptionTable } from '../../features/subscriptions/subscription-table.tsx';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Subscriptions' }, { title: '订阅' });

export function SubscriptionsPage() {
  return (
    <Page title={useTexts(texts).title}>
      <SubscriptionTable />
    </Page>
  );
}
