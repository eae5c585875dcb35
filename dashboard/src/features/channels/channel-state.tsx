import type { ConnectorSummary } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import type { ConnectorCounts } from '../connectors/connector-queries.ts';
import { StateMark, type Tone } from '../connectors/state-mark.tsx';
import { channelTexts } from './channels.texts.ts';

interface ChannelStateProps {
  readonly summary: ConnectorSummary;
  /** Of the last 24 hours. */
  readonly counts: ConnectorCounts | undefined;
}

/** How a channel is, in one line of words. */
export function ChannelState({ summary, counts }: ChannelStateProps) {
  const [tone, words] = useChannelState(summary, counts);
  return <StateMark tone={tone}>{words}</StateMark>;
}

function useChannelState(
  summary: ConnectorSummary,
  counts: ConnectorCounts | undefined,
): readonly [Tone, string] {
  const { state, why } = useTexts(channelTexts);
  const formats = useFormats();
  const {
    enable,
    status,
    status_reason: reason = '',
    held_until: heldUntil,
    limits,
    last_minute: used,
  } = summary;
  const delivered = counts?.delivered ?? 0;
  if (!enable || status === 'stopped') return ['off', state.off];
  if (heldUntil !== null) return ['warning', state.throttled(formats.time(heldUntil))];
  if (status === 'inconsistent') return ['bad', state.failing(why[reasonOf(reason)])];
  if (status === 'disconnected') return ['bad', state.unreachable];
  if (status === 'connecting') return ['busy', state.connecting];
  if (limits.per_minute !== null && used >= limits.per_minute) return ['warning', state.full];
  if (summary.last_test?.ok === false && delivered === 0) return ['bad', state.testFailed];
  if (summary.last_test === null && delivered === 0) return ['off', state.never];
  return ['good', state.ok(formats.number(delivered))];
}

const REASONS = [
  ['signature', /sign|签名|timestamp/i],
  ['keyword', /key ?word|关键词/i],
  ['ip', /whitelist|\bip\b.*(?:not|white)|白名单/i],
  ['password', /\b53[0-8]\b|auth/i],
  ['address', /token|webhook|invalid url|not exist|93000|no_service|channel/i],
] as const;

/** Of what the vendor said last: which of the things that people set up is wrong. */
function reasonOf(reason: string): (typeof REASONS)[number][0] | 'other' {
  return REASONS.find(([, pattern]) => pattern.test(reason))?.[0] ?? 'other';
}
