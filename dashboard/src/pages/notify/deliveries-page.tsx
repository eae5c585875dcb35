import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Deliveries' }, { title: '投递记录' });

export function DeliveriesPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
