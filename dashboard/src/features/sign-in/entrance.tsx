import { Group, Stack, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import styles from './entrance.module.css';

interface EntranceProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** The pages before the others: one form in the middle, and nothing else. */
export function Entrance({ title, children }: EntranceProps) {
  useEffect(() => {
    document.title = `${title} · Tocsin`;
  }, [title]);
  return (
    <main className={styles.entrance}>
      <Stack gap="md" className={styles.form ?? ''}>
        <Group gap="xs">
          <svg className={styles.bell} viewBox="0 0 16 16" aria-hidden="true">
            <path d="M8 1.8v1M3.200 11.500h9.600c-1-1-1.500-2.200-1.500-4.700a3.300 3.300 0 0 0-6.600 0c0 2.500-.500 3.700-1.500 4.700ZM6.600 13.900a1.600 1.600 0 0 0 2.800 0" />
          </svg>
          <Title order={1}>{title}</Title>
        </Group>
        {children}
      </Stack>
    </main>
  );
}
