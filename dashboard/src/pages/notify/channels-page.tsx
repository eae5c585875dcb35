import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Channels' }, { title: '通知渠道' });

export function ChannelsPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
