import { Anchor, Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTexts } from '../../../shared/texts/texts.ts';
import { EmptyState } from '../../../shared/ui/empty-state.tsx';
import { Moment } from '../../../shared/ui/moment.tsx';
import { useAlertList } from '../alert-queries.ts';
import { openTexts } from './open.texts.ts';
import styles from './open-empty.module.css';

const LAST = { status: ['resolved'] };

/** Nothing is wrong: calm, and when there was something last. Or nothing matches. */
export function OpenEmpty({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const texts = useTexts(openTexts);
  const { query, rows } = useAlertList(LAST, { rows: 1, enabled: !isFiltered });
  if (isFiltered)
    return (
      <EmptyState
        action={
          <Button variant="default" onClick={onClear}>
            {texts.clear}
          </Button>
        }
      >
        {texts.nothingMatches}
      </EmptyState>
    );
  const [last] = rows;
  return (
    <EmptyState>
      <Text className={styles.tick} aria-hidden="true">
        ✓
      </Text>
      <Text c="var(--mantine-color-text)" fw={600}>
        {texts.calm}
      </Text>
      {last ? (
        <Text>
          {texts.last} <Moment at={last.resolved_at ?? last.last_at} /> ·{' '}
          <Anchor component={Link} to="/alerts/detail" search={{ id: last.id } as never} inherit>
            <bdi>{last.title}</bdi>
          </Anchor>
        </Text>
      ) : (
        query.data && <Text>{texts.never}</Text>
      )}
    </EmptyState>
  );
}
