import { Text } from '@mantine/core';
import type { AuditChange } from '../../../../src/api/contract.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { visibleText } from '../../shared/ui/device-text.tsx';
import { auditTexts } from './audit.texts.ts';
import styles from './change-list.module.css';

interface ChangeListProps {
  readonly changes: readonly AuditChange[];
}

/** What differs between two states of an object: what was is marked −, what is is marked +. */
export function ChangeList({ changes }: ChangeListProps) {
  const texts = useTexts(auditTexts);
  return (
    <ul aria-label={texts.changes} className={styles.list ?? ''}>
      {changes.map(({ path, before, after }) => (
        <li key={path} className={styles.change ?? ''}>
          <Text size="xs" c="dimmed" className="device-text">
            {path === '' ? texts.whole : visibleText(path)}
          </Text>
          {before !== undefined && (
            <span className={`${styles.value} ${styles.before}`}>
              <span aria-label={texts.before} role="img">
                −
              </span>{' '}
              {shown(before)}
            </span>
          )}
          {after !== undefined && (
            <span className={`${styles.value} ${styles.after}`}>
              <span aria-label={texts.after} role="img">
                +
              </span>{' '}
              {shown(after)}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function shown(value: unknown): string {
  if (typeof value !== 'string') return visibleText(JSON.stringify(value, null, 1));
  // Statements and templates have lines.
  return value
    .split('\n')
    .map((line) => visibleText(line))
    .join('\n');
}
