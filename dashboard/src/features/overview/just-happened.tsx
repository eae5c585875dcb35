import { Anchor, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Problem } from '../../shared/api/problem.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { Moment } from '../../shared/ui/moment.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { EventMark } from '../events/event-mark.tsx';
import { EventSentence } from '../events/event-sentence.tsx';
import { useRecentEvents } from '../events/recent-events.ts';
import styles from './list-card.module.css';
import { overviewTexts } from './overview.texts.ts';

/** The last ten notable events, in words. */
export function JustHappened() {
  const texts = useTexts(overviewTexts);
  const events = useRecentEvents();
  const isOff = events.error instanceof Problem && /journal\.enable/.test(events.error.message);
  return (
    <section className={styles.card} aria-labelledby="just-happened">
      <Group justify="space-between" mb={4}>
        <Title order={2} id="just-happened">
          {texts.justHappened}
        </Title>
        <Anchor component={Link} to="/events" size="xs">
          {texts.allEvents}
        </Anchor>
      </Group>
      {isOff ? (
        <Text c="dimmed">{texts.journalOff}</Text>
      ) : (
        <QueryView
          query={events}
          rows={3}
          isEmpty={(list) => list.length === 0}
          empty={<Text c="dimmed">{texts.nothingYet}</Text>}
        >
          {(list) => (
            <ul className={styles.list}>
              {list.map((event) => (
                <li key={event.id} className={styles.row}>
                  <EventMark event={event} />
                  <span className={styles.text}>
                    <EventSentence event={event} />
                  </span>
                  <span className={styles.when}>
                    <Moment at={event.at} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </QueryView>
      )}
    </section>
  );
}
