import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  /** One sentence. */
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

/** A part of a page that has several. */
export function Section({ title, about, actions, children }: SectionProps) {
  return (
    <Stack component="section" gap="xs">
      <Group justify="space-between" align="flex-end" gap="xs">
        <div>
          <Title order={2}>{title}</Title>
          {about && (
            <Text c="dimmed" size="xs" component="div">
              {about}
            </Text>
          )}
        </div>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
