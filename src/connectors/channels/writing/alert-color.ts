import type { ChannelMessage } from '../channel-message.ts';

/** What an alert looks like at a glance, where a channel has colours. */
export type AlertTone = 'good' | 'seen' | 'critical' | 'error' | 'warning' | 'info' | 'plain';

export function toneOf({ event, severity }: ChannelMessage): AlertTone {
  if (event === 'resolve') return 'good';
  if (event === 'acknowledge') return 'seen';
  return severity ?? 'plain';
}

/** Hexadecimal RGB, without `#`. */
export const toneColors: Readonly<Record<AlertTone, string>> = {
  good: '2eb67d',
  seen: '8a8d91',
  critical: 'd00000',
  error: 'e8590c',
  warning: 'f2a100',
  info: '2f80ed',
  plain: '5c6b7a',
};

/** As words that need no translation, for a line of text; empty when there is nothing to say. */
export function tagOf(message: ChannelMessage): string {
  if (message.isTagged) return '';
  if (message.event === 'resolve') return '[RESOLVED]';
  if (message.event === 'acknowledge') return '[ACKNOWLEDGED]';
  return message.severity ? `[${message.severity.toUpperCase()}]` : '';
}
