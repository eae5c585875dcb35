import { Group, Stack, Title, VisuallyHidden } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

interface PageProps {
  readonly title: string;
  /** Shown instead of the title, which only screen readers and the tab then have. */
  readonly head?: ReactNode;
  /** Buttons at the right of the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What every page begins with: its name, which is the title of the tab too. */
export function Page({ title, head, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Tocsin`;
  }, [title]);
  return (
    <Stack gap="md">
      <Group justify="space-between" align="center" mih={32} wrap={head ? 'nowrap' : 'wrap'}>
        {head ? (
          <>
            <VisuallyHidden component="h1">{title}</VisuallyHidden>
            {head}
          </>
        ) : (
          <Title order={1}>{title}</Title>
        )}
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  );
}
