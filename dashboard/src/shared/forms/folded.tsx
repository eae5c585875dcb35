import { Collapse, Group, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import styles from './folded.module.css';

interface FoldedProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** How many of the settings inside are set. */
  readonly count?: number;
  readonly open?: boolean;
  readonly error?: ReactNode;
  readonly children: ReactNode;
}

/** What is seldom changed: behind its name, until somebody wants it, or something in it is wrong. */
export function Folded({ label, hint, count = 0, open = false, error, children }: FoldedProps) {
  const [isOpen, setOpen] = useState(open);
  const id = useId();
  useEffect(() => {
    if (open) setOpen(true);
  }, [open]);
  return (
    <div>
      <UnstyledButton
        className={styles.head}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <Group gap={6} wrap="nowrap" align="center">
          <IconChevronRight size={16} stroke={1.5} data-open={isOpen || undefined} className={styles.arrow} />
          <Text span size="sm" fw={500}>
            {label}
          </Text>
          {count > 0 && !isOpen && (
            <Text span size="xs" c="dimmed">
              {count}
            </Text>
          )}
        </Group>
      </UnstyledButton>
      {error && (
        <Text size="xs" c="var(--mantine-color-error)">
          {error}
        </Text>
      )}
      <Collapse expanded={isOpen} id={id} transitionDuration={0}>
        <Stack gap="sm" className={styles.inside}>
          {hint && (
            <Text size="xs" c="dimmed">
              {hint}
            </Text>
          )}
          {isOpen && children}
        </Stack>
      </Collapse>
    </div>
  );
}
