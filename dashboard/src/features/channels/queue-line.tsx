import { Text } from '@mantine/core';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { countsOf, useDeliveryCounts } from '../connectors/connector-queries.ts';
import { connectorTexts } from '../connectors/connectors.texts.ts';

/** What waits for its turn, when something does. */
export function QueueLine({ id }: { id: string }) {
  const texts = useTexts(connectorTexts);
  const formats = useFormats();
  const { data } = useDeliveryCounts();
  const own = countsOf(data, id);
  const waiting = (own?.queued ?? 0) + (own?.retrying ?? 0);
  if (waiting === 0) return null;
  return (
    <Text size="sm">
      {texts.queue}: {formats.number(waiting)} {texts.waiting}
      {own?.oldest_waiting_at && ` · ${texts.queueOldest(formats.ago(own.oldest_waiting_at))}`}
    </Text>
  );
}
