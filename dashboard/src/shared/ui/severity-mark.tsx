import { Group, Text } from '@mantine/core';
import { defineTexts, useTexts } from '../texts/texts.ts';
import styles from './severity-mark.module.css';

export type Severity = 'critical' | 'warning' | 'info';

const severityTexts = defineTexts(
  { critical: 'Critical', warning: 'Warning', info: 'Info' },
  { critical: '严重', warning: '警告', info: '提示' },
);

const SHAPES: Readonly<Record<Severity, string>> = { critical: '▲', warning: '◆', info: '●' };

export function useSeverityWords(): Readonly<Record<Severity, string>> {
  return useTexts(severityTexts);
}

/** A shape, a word and a colour: never the colour alone. */
export function SeverityMark({ severity }: { severity: Severity }) {
  const texts = useTexts(severityTexts);
  return (
    <Group gap={4} wrap="nowrap" component="span" className={styles[severity] ?? ''}>
      <span aria-hidden="true">{SHAPES[severity]}</span>
      <Text span inherit>
        {texts[severity]}
      </Text>
    </Group>
  );
}
