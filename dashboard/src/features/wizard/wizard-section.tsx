import { Button, Group, Text, Title, UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTexts } from '../../shared/texts/texts.ts';
import { wizardTexts } from './wizard.texts.ts';
import styles from './wizard-section.module.css';

interface WizardSectionProps {
  readonly number: number;
  readonly title: string;
  /** What was chosen, in one line, while it is folded. */
  readonly summary: ReactNode;
  readonly isOpen: boolean;
  readonly isDone: boolean;
  readonly onOpen: () => void;
  /** Opens the next one; without: it is the last. */
  readonly onNext?: (() => void) | undefined;
  readonly nextIsOff?: boolean;
  readonly children: ReactNode;
}

/** One of the four. What was said in one that is folded stays said. */
export function WizardSection({
  number,
  title,
  summary,
  isOpen,
  isDone,
  onOpen,
  onNext,
  nextIsOff = false,
  children,
}: WizardSectionProps) {
  const texts = useTexts(wizardTexts);
  const heading = useId();
  const body = useId();
  const place = useRef<HTMLElement>(null);
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    if (isOpen && !wasOpen.current) {
      // The keyboard goes on where the page does.
      place.current?.querySelector<HTMLElement>('h2')?.focus();
      place.current?.scrollIntoView({ block: 'nearest' });
    }
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <section ref={place} className={styles.section} data-open={isOpen || undefined} aria-labelledby={heading}>
      <UnstyledButton
        className={styles.head ?? ''}
        onClick={onOpen}
        aria-expanded={isOpen}
        aria-controls={body}
        disabled={isOpen}
      >
        <span className={styles.number} data-done={(isDone && !isOpen) || undefined} aria-hidden="true">
          {isDone && !isOpen ? <IconCheck size={14} stroke={2} /> : number}
        </span>
        <Title order={2} id={heading} tabIndex={-1} className={styles.title ?? ''}>
          {title}
        </Title>
        {!isOpen && (
          <Text component="span" c="dimmed" className={styles.summary ?? ''}>
            {summary}
          </Text>
        )}
      </UnstyledButton>
      <div id={body} className={styles.body} hidden={!isOpen}>
        {isOpen && children}
        {isOpen && onNext && (
          <Group mt="md">
            <Button onClick={onNext} disabled={nextIsOff}>
              {texts.next}
            </Button>
          </Group>
        )}
      </div>
    </section>
  );
}
