import { Code, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  /** What would be here. */
  readonly children: ReactNode;
  /** One button. */
  readonly action?: ReactNode;
  /** One command that does the same. */
  readonly command?: string | undefined;
}

/** Nothing yet, nothing that matches, or nothing wrong: never just an empty space. */
export function EmptyState({ children, action, command }: EmptyStateProps) {
  return (
    <Stack align="center" gap="sm" py="xl" px="md" ta="center">
      <Text c="dimmed" component="div">
        {children}
      </Text>
      {action}
      {command && <Code>{command}</Code>}
    </Stack>
  );
}
