import { cutText, type MessageField } from '../../delivery/door.ts';
import { writeTime } from '../../lib/zoned-time.ts';
import type { AlertTexts } from '../../texts/alert-texts.ts';
import type { Alert } from '../alert.ts';
import type { Notification } from '../notification.ts';
import { fieldsOf, shownScore } from './alert-fields.ts';
import { isAboutAbsence, localText, titleOf, titleWhenBack } from './alert-title.ts';
import { causeLine } from './digest-cause.ts';
import { shownName } from './shown-names.ts';
import { shownDuration } from './shown-times.ts';
import type { Audience } from './wording.ts';

const LONGEST_PART = { limit: 1000, unit: 'characters' } as const;

/** What a message says, before it is dressed for a channel. */
export interface Said {
  /** The word in brackets before the title. */
  readonly tag: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly fields: readonly MessageField[];
}

/** What is said about one alert. */
export function sayOne(
  notification: Notification,
  alert: Alert,
  audience: Audience,
  texts: AlertTexts,
): Said {
  const isOver = alert.resolution !== undefined;
  const { summary, description } = alert;
  const isUnstable = alert.flapping !== undefined && !isOver;
  const lines = [
    ...[summary, description].flatMap((text) =>
      text === undefined ? [] : [cutText(localText(text, audience.language).trim(), LONGEST_PART)],
    ),
    isUnstable ? texts.unstableNote : '',
    causeLine(notification, audience, texts) ?? '',
  ].filter(Boolean);
  return {
    tag: tagOf(notification, alert, texts),
    title: headline(notification, alert, audience, texts),
    lines,
    fields: fieldsOf(alert, notification.at, audience, texts),
  };
}

function tagOf(
  { reason }: Notification,
  { resolution, severity }: Alert,
  { tag, severity: words }: AlertTexts,
) {
  if (resolution?.how === 'manual' || resolution?.how === 'removed') return tag.closed;
  if (resolution) return tag.resolved;
  return reason === 'acknowledged' ? tag.acknowledged : words[severity];
}

function headline(
  { reason, at }: Notification,
  alert: Alert,
  { language, zone }: Audience,
  texts: AlertTexts,
): string {
  const { acknowledgement, flapping, resolution } = alert;
  const title = titleOf(alert, language, texts);
  if (resolution) return overLine(alert, language, texts);
  const lasts = shownDuration(at - alert.startsAt, texts);
  const takenBy = acknowledgement && texts.acknowledgedBy(shownName(acknowledgement.by, texts), lasts);
  switch (reason) {
    case 'acknowledged':
      return takenBy ? texts.noted(title, takenBy) : title;
    case 'repeat':
      return texts.noted(title, takenBy ?? texts.stillOpen(writeTime(alert.startsAt, zone), lasts));
    case 'escalated':
      if (flapping) return unstableLine(alert, flapping.score, title, texts);
      return texts.noted(
        texts.escalatedTitle(title),
        acknowledgement ? texts.worse : texts.nobodyAcknowledged(lasts),
      );
    default:
      return flapping ? unstableLine(alert, flapping.score, title, texts) : title;
  }
}

function unstableLine(alert: Alert, score: number, title: string, texts: AlertTexts): string {
  return texts.noted(
    isAboutAbsence(alert) ? texts.unstableClient(shownName(alert.key, texts)) : texts.unstable(title),
    texts.unstableScore(shownScore(score)),
  );
}

/** `Device online: dev-0421 (offline 4 min 12 s)`: only where the client is known to be back. */
function overLine(alert: Alert, language: 'en' | 'zh', texts: AlertTexts): string {
  const { resolution, startsAt, flapping } = alert;
  const title = titleOf(alert, language, texts);
  const lasted = shownDuration((resolution?.at ?? startsAt) - startsAt, texts);
  switch (resolution?.how) {
    case 'manual':
      return resolution.by ? texts.noted(title, texts.closedBy(shownName(resolution.by, texts))) : title;
    case 'removed':
      return texts.noted(title, texts.sourceGone);
    case 'recovered':
      if (flapping) {
        const subject = isAboutAbsence(alert) ? shownName(alert.key, texts) : title;
        const unstable = shownDuration(resolution.at - flapping.since, texts);
        return texts.noted(texts.stableAgain(subject), texts.wasUnstable(unstable));
      }
      if (!isAboutAbsence(alert)) break;
      return texts.noted(titleWhenBack(alert, language, texts), texts.wasOffline(lasted));
    default:
  }
  return texts.noted(title, texts.lasted(lasted));
}
