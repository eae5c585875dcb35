import { Text } from '@mantine/core';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { useJournalStatus } from './event-list.ts';
import { eventsTexts } from './events.texts.ts';

const DAY = 86_400_000;

/** How long events are kept, how far back they go now, and what is not recorded. */
export function JournalNote() {
  const texts = useTexts(eventsTexts);
  const formats = useFormats();
  const { data } = useJournalStatus();
  if (!data) return null;
  const { retention, max_size, oldest, messages, rule_messages, lost } = data;
  const age = oldest === undefined ? undefined : Date.now() - Date.parse(oldest);
  const days = formats.duration(DAY).replace(/^1\s*/, '');
  const shownAge =
    age === undefined
      ? texts.nowNothing
      : age > DAY
        ? `${formats.number(age / DAY, 1)} ${days}`
        : formats.duration(age);
  const missing = lost.overload + lost.rate + lost.storage;
  return (
    <Text size="xs" c="dimmed">
      {texts.keeps(formats.duration(retention), sizeOf(max_size), shownAge)}{' '}
      {messages.length > 0 ? texts.messages(formats.list(messages.slice(0, 5))) : texts.noMessages}{' '}
      {rule_messages > 0 && texts.sampled(formats.number(rule_messages))}{' '}
      {missing > 0 && texts.lost(formats.number(missing))}
    </Text>
  );
}

/** As it is configured: in powers of 1024. */
function sizeOf(bytes: number): string {
  const gigabytes = bytes / 1024 ** 3;
  return gigabytes >= 1 ? `${Math.round(gigabytes * 10) / 10} GB` : `${Math.round(bytes / 1024 ** 2)} MB`;
}
