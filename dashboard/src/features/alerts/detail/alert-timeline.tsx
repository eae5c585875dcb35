import { Button, Group, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AlertDetail } from '../../../../../src/api/contract.ts';
import { useFormats } from '../../../shared/format/format.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import styles from './alert-detail.module.css';
import { detailTexts } from './detail.texts.ts';
import { DeliveryPayload, EventPayload } from './timeline-payload.tsx';

type Entry = AlertDetail['timeline'][number];

/** A shape and a colour beside the words, never instead of them. */
const MARKS: Readonly<Record<string, readonly [shape: string, style: keyof typeof styles]>> = {
  event: ['●', 'accent'],
  matched: ['=', 'dimmed'],
  grace: ['…', 'dimmed'],
  suppressed: ['~', 'dimmed'],
  opened: ['▲', 'failed'],
  escalated: ['▲', 'failed'],
  unstable: ['≈', 'warning'],
  stable: ['✓', 'good'],
  grouped: ['⊞', 'dimmed'],
  notification: ['→', 'accent'],
  attempt: ['·', 'dimmed'],
  delivery: ['✉', 'accent'],
  acknowledged: ['✓', 'accent'],
  note: ['✎', 'accent'],
  resolved: ['✓', 'good'],
};

/** All that is known of an alert, in the order in which it happened; what an entry is about opens below it. */
export function AlertTimeline({ alert }: { alert: AlertDetail }) {
  const texts = useTexts(detailTexts);
  const failed = new Set(
    alert.deliveries === undefined || alert.deliveries.failed.length === 0
      ? []
      : alert.timeline.flatMap(({ kind, delivery_id: id }) => (kind === 'delivery' && id ? [id] : [])),
  );
  return (
    <section aria-labelledby="timeline">
      <Title order={2} id="timeline" mb="xs">
        {texts.timeline}
      </Title>
      <ol className={styles.timeline}>
        {alert.timeline.map((entry, index) => (
          <TimelineEntry
            // biome-ignore lint/suspicious/noArrayIndexKey: entries are only added behind
            key={index}
            entry={entry}
            alert={alert}
            mayHaveFailed={entry.delivery_id !== undefined && failed.has(entry.delivery_id)}
          />
        ))}
      </ol>
    </section>
  );
}

function TimelineEntry(props: { entry: Entry; alert: AlertDetail; mayHaveFailed: boolean }) {
  const { entry, alert } = props;
  const texts = useTexts(detailTexts);
  const formats = useFormats();
  const [isOpen, setOpen] = useState(false);
  const [shape, style] = MARKS[entry.kind] ?? ['·', 'dimmed'];
  const channel = entry.kind === 'delivery' ? failedChannelOf(entry, alert) : undefined;
  const hasPayload = entry.delivery_id !== undefined || entry.kind === 'event' || entry.kind === 'matched';
  return (
    <li className={styles.entry}>
      <time dateTime={entry.at} title={formats.time(entry.at, 'millisecond')}>
        {clockOf(formats.time(entry.at, 'millisecond'))}
      </time>
      <span aria-hidden="true" className={channel === undefined ? styles[style] : styles.failed}>
        {channel === undefined ? shape : '!'}
      </span>
      <Text
        component="div"
        className={channel === undefined ? styles.entryText : `${styles.entryText} ${styles.failed}`}
        dir="auto"
      >
        {entry.text}
      </Text>
      <Group gap={4} wrap="nowrap">
        {channel !== undefined && (
          <Button
            component={Link}
            to="/notify/channel"
            search={{ id: channel } as never}
            size="compact-xs"
            variant="default"
          >
            {texts.fix}
          </Button>
        )}
        {hasPayload && (
          <Button size="compact-xs" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? texts.hidePayload : texts.showPayload}
          </Button>
        )}
      </Group>
      {isOpen && (
        <div className={styles.payload}>
          {entry.delivery_id === undefined ? (
            <EventPayload alert={alert} />
          ) : (
            <DeliveryPayload id={entry.delivery_id} />
          )}
        </div>
      )}
    </li>
  );
}

/** Without the date where the day is that of everything else: the hint has it. */
function clockOf(time: string): string {
  return /\d{1,2}:\d{2}:\d{2}[.,]\d{3}/.exec(time)?.[0] ?? time;
}

/** The channel of an entry that says that its delivery was given up. */
function failedChannelOf({ text }: Entry, { deliveries }: AlertDetail): string | undefined {
  return deliveries?.failed.find((channel) => text.includes(channel));
}
