import { Text } from '@mantine/core';
import { defineTexts, useTexts } from '../../shared/texts/texts.ts';

const texts = defineTexts({ none: 'There are no tools yet.' }, { none: '暂无工具。' });

/** What the tools drawer holds. */
export function Tools() {
  return <Text c="dimmed">{useTexts(texts).none}</Text>;
}
