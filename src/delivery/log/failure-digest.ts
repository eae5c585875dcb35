import type { ChannelMessage } from '../../connectors/channels/channel-message.ts';
import { writeTime, type Zone } from '../../lib/zoned-time.ts';
import { failureDigest } from '../../texts/failure-digest.ts';

/** Lines of a digest: what is longer is read in the delivery log, and no vendor cuts it. */
const MOST_LINES = 20;
/** Characters of one. */
const LONGEST_LINE = 120;

export interface FailedMessages {
  /** All of them. */
  readonly count: number;
  /** When the first and the last of them failed: Unix milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Of those that were looked at, the newest first; undefined where there is none. */
  readonly titles: readonly (string | undefined)[];
}

/** What people are told in the place of many messages that failed. Pure. */
export function digestOfFailures(
  { count, from, to, titles }: FailedMessages,
  { language, zone }: { readonly language: 'en' | 'zh'; readonly zone: Zone },
): ChannelMessage {
  const texts = failureDigest[language];
  const counts = new Map<string, number>();
  for (const title of titles) {
    const line = cut(title ?? texts.untitled);
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  const lines = [...counts].slice(0, MOST_LINES);
  const told = lines.reduce((sum, [, times]) => sum + times, 0);
  return {
    title: texts.title(count),
    isTagged: true,
    severity: 'warning',
    text: [
      texts.between(writeTime(from, zone), writeTime(to, zone)),
      ...lines.map(([line, times]) => `• ${times === 1 ? line : texts.many(line, times)}`),
      ...(count > told ? [texts.more(count - told)] : []),
    ].join('\n'),
  };
}

function cut(line: string): string {
  const characters = [...line];
  return characters.length <= LONGEST_LINE ? line : `${characters.slice(0, LONGEST_LINE - 1).join('')}…`;
}
