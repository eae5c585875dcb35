import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { PlaceTabs } from '../../shared/ui/place-tabs.tsx';

const catalogue = defineTexts(
  { clients: 'Clients', subscriptions: 'Subscriptions', topics: 'Topics', retained: 'Retained' },
  { clients: '客户端', subscriptions: '订阅', topics: '主题', retained: '保留消息' },
);

/** The pages of the place Clients. */
export function ClientPlaceTabs() {
  const texts = useTexts(catalogue);
  return (
    <PlaceTabs
      label={texts.clients}
      tabs={[
        { to: '/clients', label: texts.clients, also: ['/clients/detail'] },
        { to: '/clients/subscriptions', label: texts.subscriptions },
        { to: '/clients/topics', label: texts.topics },
        { to: '/clients/retained', label: texts.retained },
      ]}
    />
  );
}
