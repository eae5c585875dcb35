import type { MessageField } from '../../delivery/door.ts';
import { type AlertTexts, figure } from '../../texts/alert-texts.ts';
import type { Alert } from '../alert.ts';
import type { CommonFactor, Notification } from '../notification.ts';
import { reasonInWords } from './alert-fields.ts';
import { isAboutAbsence, isPlainlyOffline, stemOf, titleOf } from './alert-title.ts';
import { causeLine, causeTitle } from './digest-cause.ts';
import { shownName } from './shown-names.ts';
import { shownMoments, shownSpan } from './shown-times.ts';
import type { Said } from './single-message.ts';
import type { Audience } from './wording.ts';

const MOST_NAMES = 10;
const MOST_FACTORS = 3;

/** What all alerts of a notification are, as far as those that are listed show it. */
interface Kind {
  /** Clients that are gone, and the title says no more than that. */
  readonly isOffline: boolean;
  /** What all of their titles say besides the subject; undefined when they differ. */
  readonly stem: string | undefined;
}

/** What is said about several alerts at once. Counts are exact; the first ten are named. */
export function sayMany(notification: Notification, audience: Audience, texts: AlertTexts): Said {
  const kind = kindOf(notification, audience, texts);
  const cause = causeTitle(notification, audience, texts);
  // Only a silence has more to say than the title does.
  const isSaid = cause !== undefined && notification.digest?.kind !== 'after_silence';
  return {
    tag: tagOf(notification, texts),
    title: cause ?? headline(notification, kind, texts),
    lines: [
      ...commonLine(notification.common, texts),
      ...nameLines(notification, kind, audience, texts),
      (isSaid ? undefined : causeLine(notification, audience, texts)) ?? '',
    ].filter(Boolean),
    fields: fieldsOf(notification, audience, texts),
  };
}

/** All that it tells of is over, and so is everything that was told before. */
export function isAllOver({ reason, counts }: Notification): boolean {
  return counts.opened === 0 && counts.stillOpen === 0 && (counts.resolved > 0 || reason === 'resolved');
}

function tagOf(notification: Notification, { tag, severity }: AlertTexts): string {
  const { reason, counts } = notification;
  if (isAllOver(notification)) return tag.resolved;
  if (reason === 'resolved' || (counts.opened === 0 && counts.resolved > 0)) return tag.partlyResolved;
  return reason === 'acknowledged' ? tag.acknowledged : severity[notification.severity];
}

/** One group is what one rule says; what came together otherwise may be anything, unless all of it is listed. */
export function kindOf(notification: Notification, { language }: Audience, texts: AlertTexts): Kind {
  const { listed, groupId, counts } = notification;
  const [first] = listed;
  const isAll = groupId !== undefined || listed.length >= counts.opened + counts.resolved;
  if (!first || !isAll) return { isOffline: false, stem: undefined };
  const stem = stemOf(first, language, texts);
  const isSame = stem !== '' && listed.every((alert) => stemOf(alert, language, texts) === stem);
  const isAbsence = listed.every(isAboutAbsence);
  return {
    isOffline: isAbsence && (stem === '' || isSame) && isPlainlyOffline(stem),
    stem: isSame ? stem : undefined,
  };
}

function headline(
  { reason, counts, span }: Notification,
  { isOffline, stem }: Kind,
  texts: AlertTexts,
): string {
  const { opened, resolved, stillOpen } = counts;
  const by = <Words extends unknown[]>(
    ofClients: (...words: Words) => string,
    ofTitle: (title: string, ...words: Words) => string,
    ofAlerts: (...words: Words) => string,
    ...words: Words
  ): string =>
    isOffline ? ofClients(...words) : stem === undefined ? ofAlerts(...words) : ofTitle(stem, ...words);

  if (reason === 'acknowledged') return texts.acknowledgedMany(Math.max(stillOpen, opened));
  if (opened === 0 && resolved > 0) {
    const over = by(texts.backOnline, texts.overOf, texts.overAlerts, resolved);
    if (stillOpen === 0) return over;
    return isOffline ? texts.andStillOffline(over, stillOpen) : texts.andStillOpen(over, stillOpen);
  }
  if (reason === 'repeat' || reason === 'escalated' || opened === 0) {
    const still = by(
      texts.stillOffline,
      texts.stillOpenOf,
      texts.stillOpenAlerts,
      Math.max(stillOpen, opened),
    );
    return reason === 'escalated' ? texts.escalatedTitle(still) : still;
  }
  const begun =
    reason === 'more' && stillOpen > opened
      ? by(texts.moreOffline, texts.moreOf, texts.moreOpened, opened, stillOpen)
      : by(texts.offline, texts.openedOf, texts.opened, opened, shownSpan(span.to - span.from, texts));
  if (resolved === 0) return begun;
  return isOffline ? texts.andBack(begun, resolved) : texts.andOver(begun, resolved);
}

function commonLine(common: readonly CommonFactor[], texts: AlertTexts): string[] {
  if (common.length === 0) return [];
  return [texts.inCommon(common.slice(0, MOST_FACTORS).map((factor) => factorInWords(factor, texts)))];
}

export function factorInWords({ name, value, count, of }: CommonFactor, texts: AlertTexts): string {
  const [label, shown] = factorWords(name, value, texts);
  return texts.factor(shownName(label, texts), shown, count, of);
}

function factorWords(
  name: CommonFactor['name'],
  value: string,
  texts: AlertTexts,
): [label: string, value: string] {
  const { factors } = texts;
  const shown = shownName(value, texts);
  if (name.startsWith('network/')) return [factors.network, shown];
  if (name.startsWith('attr.') || name.startsWith('label.'))
    return [name.slice(name.indexOf('.') + 1), shown];
  if (name === 'username_prefix') return [factors.username, `${shown}*`];
  if (name === 'reason') return [factors.reason, reasonInWords(value, texts)];
  return [factors[name as 'listener' | 'node' | 'username'], shown];
}

/** The first ten by name, and how many others there are. */
export function namesOf(
  notification: Notification,
  audience: Audience,
  texts: AlertTexts,
): { names: string; more: string } {
  const { listed, counts } = notification;
  const { isOffline, stem } = kindOf(notification, audience, texts);
  const shown = listed.slice(0, MOST_NAMES);
  const names = shown.map((alert) =>
    (isOffline || stem !== undefined) && alert.key !== ''
      ? shownName(alert.key, texts)
      : titleOf(alert, audience.language, texts),
  );
  const all = Math.max(counts.opened + counts.resolved, shown.length);
  return { names: texts.list(names), more: figure(all - shown.length) };
}

function nameLines(notification: Notification, kind: Kind, audience: Audience, texts: AlertTexts): string[] {
  const { listed, counts } = notification;
  const shown = listed.slice(0, MOST_NAMES);
  const open = shown.filter(({ resolution }) => resolution === undefined);
  const over = shown.filter(({ resolution }) => resolution !== undefined);
  const isDirect = over.length === 0 || open.length === 0;
  const { isOffline } = kind;
  // Of what is told again, nothing opens: what is named is what is still open.
  const opened = counts.opened > 0 ? counts.opened : counts.stillOpen;
  return [
    [open, opened, isOffline ? texts.offlineList : texts.opensList] as const,
    [over, counts.resolved, isOffline ? texts.backList : texts.overList] as const,
  ].flatMap(([some, all, labelled]) => {
    if (some.length === 0) return [];
    const list = listOf(some, all, kind, audience, texts);
    if (isDirect && counts.opened + counts.resolved === all) return [list];
    return [labelled(list.includes('\n') ? `\n${list}` : list)];
  });
}

/** Names where the title of the message says what happened to them, else their titles. */
function listOf(
  alerts: readonly Alert[],
  all: number,
  { isOffline, stem }: Kind,
  { language }: Audience,
  texts: AlertTexts,
): string {
  const isNames = isOffline || stem !== undefined;
  const names = alerts.map((alert) =>
    isNames && alert.key !== '' ? shownName(alert.key, texts) : titleOf(alert, language, texts),
  );
  const whole = isOffline ? texts.allDevices(all) : texts.allAlerts(all);
  if (isNames) return texts.namesAndMore(names, Math.max(0, all - alerts.length), whole);
  const more = all - alerts.length;
  return [...names, ...(more > 0 ? [texts.moreLines(more)] : [])].join('\n');
}

function fieldsOf(notification: Notification, { zone }: Audience, texts: AlertTexts): MessageField[] {
  const { counts, span, reason, digest } = notification;
  const { opened, stillOpen } = counts;
  // The title tells it otherwise.
  const isNews = stillOpen > opened && opened > 0 && (reason === 'first' || digest !== undefined);
  return [
    { name: texts.fields.period, value: shownMoments(span.from, span.to, zone) },
    ...(isNews ? [{ name: texts.fields.openInAll, value: figure(stillOpen) }] : []),
  ];
}
