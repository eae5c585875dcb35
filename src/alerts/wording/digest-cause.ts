import { cutText, oneLine, withoutControls } from '../../delivery/door.ts';
import type { AlertTexts } from '../../texts/alert-texts.ts';
import type { Notification } from '../notification.ts';
import { shownPeriod } from './shown-times.ts';
import type { Audience } from './wording.ts';

const LONGEST_REASON = { limit: 200, unit: 'characters' } as const;

/** Bots are what the Chinese chats call them. */
const BOTS = new Set(['wecom', 'dingtalk', 'feishu', 'telegram']);

/** The first line of what was held back for a while; undefined when it is told as usual. */
export function causeTitle(
  { digest, counts, at }: Notification,
  { zone }: Audience,
  texts: AlertTexts,
): string | undefined {
  const all = counts.opened + counts.resolved;
  switch (digest?.kind) {
    case 'interrupted':
      return texts.interruptedTitle(shownPeriod(digest.from, digest.to, zone, at), all, counts.resolved);
    case 'quiet_hours':
      return texts.quietTitle(shownPeriod(digest.from, digest.to, zone, at), all, counts.resolved);
    case 'after_silence':
      return texts.silenceTitle(all, counts.resolved);
    default:
      return undefined;
  }
}

/** The line that says why it comes late or together; undefined when there is nothing to say. */
export function causeLine(
  { digest, at }: Notification,
  { zone, channelType }: Audience,
  texts: AlertTexts,
): string | undefined {
  switch (digest?.kind) {
    case 'throttled': {
      if (digest.merged < 1) return undefined;
      return BOTS.has(channelType) ? texts.throttledBot(digest.merged) : texts.throttled(digest.merged);
    }
    case 'interrupted':
      return texts.interrupted(shownPeriod(digest.from, digest.to, zone, at));
    case 'quiet_hours':
      return texts.quiet(shownPeriod(digest.from, digest.to, zone, at));
    case 'after_silence':
      return texts.silence(cutText(oneLine(withoutControls(digest.silence)), LONGEST_REASON));
    default:
      return undefined;
  }
}
