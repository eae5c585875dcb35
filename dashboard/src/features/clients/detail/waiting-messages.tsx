import { Text } from '@mantine/core';
import { useFormats } from '../../../shared/format/format.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { DeviceText } from '../../../shared/ui/device-text.tsx';
import { Moment } from '../../../shared/ui/moment.tsx';
import { PayloadView } from '../../../shared/ui/payload/payload-view.tsx';
import { bytesOfBase64 } from '../../../shared/ui/payload/visible-text.ts';
import { Section } from '../../../shared/ui/section.tsx';
import { useWaitingMessages } from './client-facts.ts';
import { detailTexts } from './detail.texts.ts';

interface WaitingMessagesProps {
  readonly clientId: string;
  readonly which: 'mqueue' | 'inflight';
  readonly count: number;
}

/** The first messages that a client is still to get, or to acknowledge. */
export function WaitingMessages({ clientId, which, count }: WaitingMessagesProps) {
  const texts = useTexts(detailTexts);
  const formats = useFormats();
  const { data = [] } = useWaitingMessages(clientId, which, count);
  if (count === 0) return null;
  return (
    <Section title={which === 'mqueue' ? texts.queue : texts.inflight}>
      {data.map(({ msgid, topic, qos, publish_at, payload }) => (
        <details key={msgid}>
          <summary>
            <DeviceText text={topic} longest={80} />{' '}
            <Text span size="xs" c="dimmed">
              QoS {qos} · <Moment at={publish_at} />
            </Text>
          </summary>
          <PayloadView payload={bytesOfBase64(payload ?? '') ?? ''} maximumHeight={200} />
        </details>
      ))}
      {count > data.length && data.length > 0 && (
        <Text size="xs" c="dimmed">
          {texts.firstOf(formats.number(data.length), formats.number(count))}
        </Text>
      )}
    </Section>
  );
}
