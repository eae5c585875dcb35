import type { Alert } from '../../../src/alerts/alert.ts';
import type { Notification } from '../../../src/alerts/notification.ts';
import { builtInWording } from '../../../src/alerts/wording/alert-wording.ts';
import type { AlertLinks } from '../../../src/alerts/wording/wording.ts';
import type { ChannelMessage } from '../../../src/delivery/door.ts';
import { BEGAN_AT, backAlert, toldAlert } from './told-alerts.ts';

export const MINUTE = 60_000;

/** In the built-in words, in Shanghai. */
export function told(
  notification: Notification,
  language: 'en' | 'zh',
  { channelType = 'wecom', links }: { channelType?: string; links?: AlertLinks } = {},
): ChannelMessage {
  return builtInWording(links).message(notification, { language, zone: 'Asia/Shanghai', channelType });
}

/** What stands below the first line. */
export function linesOf({ text = '', fields = [] }: ChannelMessage): string[] {
  return [...(text === '' ? [] : text.split('\n')), ...fields.map(({ name, value }) => `${name}: ${value}`)];
}

/** About no client. */
export const pump = (changes: Partial<Alert> = {}): Alert =>
  toldAlert({
    subject: undefined,
    facts: { topic: 'factory/7' },
    title: 'Too hot',
    key: 'pump-3',
    ...changes,
  });
/** Somebody takes care of it. */
export const taken = {
  status: 'acknowledged',
  acknowledgement: { at: BEGAN_AT + 5 * MINUTE, by: 'zhang' },
} as const;
export const ten = Array.from({ length: 10 }, (_, index) => backAlert({ key: `d${index}` }));
