import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Events' }, { title: '事件' });

export function EventsPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
