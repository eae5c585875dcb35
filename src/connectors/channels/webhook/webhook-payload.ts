import type { ChannelMessage } from '../channel-message.ts';

/** What a receiver is told of a message: the names of Alertmanager, which many already know. */
const STATUSES = { trigger: 'firing', acknowledge: 'acknowledged', resolve: 'resolved' } as const;

const TYPES = {
  trigger: 'alert.triggered',
  acknowledge: 'alert.acknowledged',
  resolve: 'alert.resolved',
} as const;

export interface Told {
  id: string;
  /** When it happened, the same on all repeats: Unix milliseconds. */
  at: number;
}

/** `type`, `timestamp` and `data`, as the Standard Webhooks specification has them. */
export function standardPayload(message: ChannelMessage, { at }: Told) {
  return { type: typeOf(message), timestamp: new Date(at).toISOString(), data: payloadData(message) };
}

export function typeOf({ event = 'trigger' }: ChannelMessage): string {
  return TYPES[event];
}

/** What people read, and behind it what happened: a row, or the alerts. */
export function payloadData(message: ChannelMessage) {
  const { title, text, markdown, severity, event = 'trigger', key, fields, links, mention, data } = message;
  return {
    title,
    text: markdown ?? text,
    severity,
    status: STATUSES[event],
    key,
    fields: fields?.length ? fields : undefined,
    links: links?.length ? links : undefined,
    mention: mention?.length ? mention : undefined,
    row: data,
    ...noticeMembers(message),
  };
}

/** Without what the message says itself: `incident` is its `key`. */
function noticeMembers({ notice }: ChannelMessage) {
  if (!notice) return undefined;
  const { reason, group_id, counts, from, to, common, digest, alerts, truncated_alerts } = notice;
  return { reason, group_id, counts, from, to, common, digest, alerts, truncated_alerts };
}
