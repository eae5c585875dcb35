import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './state-mark.module.css';

export type StateTone = 'good' | 'warning' | 'bad' | 'off' | 'info';

const SHAPES: Readonly<Record<StateTone, string>> = {
  good: '✓',
  warning: '◆',
  bad: '▲',
  off: '○',
  info: '●',
};

/** How something does: a shape, a word and a colour. */
export function StateMark({ tone, children }: { tone: StateTone; children: ReactNode }) {
  return (
    <Group gap={4} wrap="nowrap" component="span" display="inline-flex" className={styles[tone] ?? ''}>
      <span aria-hidden="true">{SHAPES[tone]}</span>
      <Text span inherit>
        {children}
      </Text>
    </Group>
  );
}
