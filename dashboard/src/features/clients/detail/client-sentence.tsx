import { Text } from '@mantine/core';
import type { ClientRow, ClientSpan } from '../../../../../src/api/contract.ts';
import { reasonText } from '../../../../../src/texts/reason-words.ts';
import { useFormats } from '../../../shared/format/format.ts';
import { useNow } from '../../../shared/format/now.ts';
import { useLanguage, useTexts } from '../../../shared/texts/texts.ts';
import { detailTexts } from './detail.texts.ts';

/** How it is and how it usually is, in one sentence or two. */
export function ClientSentence({ client, spans }: { client: ClientRow; spans: readonly ClientSpan[] }) {
  const texts = useTexts(detailTexts);
  const language = useLanguage();
  const formats = useFormats();
  const now = useNow();
  const { state, connected_at, last_seen_at, flaps_24h, banned } = client;
  const reason = client.reason === null ? undefined : reasonText(client.reason, language);
  const since = (at: string | null) =>
    formats.duration(Math.max(1000, now - (at === null ? now : Date.parse(at))));
  const first =
    state === 'online'
      ? texts.onlineFor(since(connected_at ?? last_seen_at))
      : state === 'offline'
        ? texts.offlineFor(since(last_seen_at), reason)
        : texts.goneFor(since(last_seen_at), reason);
  const usual = usualAbsence(spans);
  const parts = [
    texts.drops(flaps_24h, formats.number(flaps_24h)),
    ...(usual === undefined ? [] : [texts.back(formats.duration(roundUp(usual)))]),
  ];
  const isZh = language === 'zh';
  return (
    <Text>
      {first} {flaps_24h > 0 && `${parts.join(isZh ? '，' : ', ')}${isZh ? '。' : '.'}`}{' '}
      {banned && texts.banned}
    </Text>
  );
}

/** The time after which nine of ten absences that are over were over; milliseconds. Undefined for too few. */
function usualAbsence(spans: readonly ClientSpan[]): number | undefined {
  const lengths = spans
    .filter(({ state, to }) => state === 'offline' && to !== undefined)
    .map(({ duration }) => duration)
    .sort((a, b) => a - b);
  return lengths.length < 3 ? undefined : lengths[Math.ceil(lengths.length * 0.9) - 1];
}

/** To what people say: seconds up to ten, then tens, minutes, hours. */
function roundUp(milliseconds: number): number {
  const step = [1_000, 10_000, 60_000, 3_600_000].findLast((size) => size * 3 <= milliseconds) ?? 1_000;
  return Math.ceil(milliseconds / step) * step;
}
