import { defineTexts, useTexts } from '../../shared/texts/texts.ts';
import { Page } from '../../shared/ui/page.tsx';

const texts = defineTexts({ title: 'Silences' }, { title: '静默' });

export function SilencesPage() {
  return <Page title={useTexts(texts).title}>{null}</Page>;
}
