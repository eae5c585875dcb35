import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { PlaceTabs } from '../../shared/ui/place-tabs.tsx';

const texts = defineTexts(
  {
    place: 'Notifications',
    channels: 'Channels',
    deliveries: 'Deliveries',
    templates: 'Templates',
    inbox: 'Preview inbox',
  },
  { place: '通知', channels: '渠道', deliveries: '投递记录', templates: '模板', inbox: '预览收件箱' },
);

export function NotifyTabs() {
  const { place, channels, deliveries, templates, inbox } = useTexts(texts);
  return (
    <PlaceTabs
      label={place}
      tabs={[
        { to: '/notify', label: channels, also: ['/notify/channel'] },
        { to: '/notify/deliveries', label: deliveries },
        { to: '/notify/templates', label: templates },
        { to: '/notify/inbox', label: inbox },
      ]}
    />
  );
}
