import { Stack, Text } from '@mantine/core';
import { useMemo } from 'react';
import type { TopicUse } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { PayloadView } from '../../shared/ui/payload/payload-view.tsx';
import { bytesOfBase64 } from '../../shared/ui/payload/visible-text.ts';
import { topicsTexts } from './topics.texts.ts';

/** The payload of a topic that was seen last, as far as it is kept. */
export function SeenPayload({ use }: { use: TopicUse }) {
  const texts = useTexts(topicsTexts);
  const formats = useFormats();
  const { last } = use;
  const base64 = last?.payload;
  const bytes = useMemo(() => (base64 === undefined ? undefined : bytesOfBase64(base64)), [base64]);
  if (!last || !bytes)
    return (
      <Text c="dimmed" p="sm">
        {texts.notSeen}
      </Text>
    );
  return (
    <Stack gap={4} p="sm">
      <Text size="xs" c="dimmed">
        {texts.payloadAt(formats.time(last.at, 'second'))} · QoS {last.qos}
        {last.retain && ` · ${texts.retained}`}
        {bytes.length < last.size && ` · ${texts.cut(formats.bytes(bytes.length), formats.bytes(last.size))}`}
      </Text>
      <PayloadView payload={bytes} name={use.topic.replaceAll('/', '-')} maximumHeight={240} />
    </Stack>
  );
}
