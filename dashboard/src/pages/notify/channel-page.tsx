import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Channel' }, { title: '通知渠道' });

export function ChannelPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
