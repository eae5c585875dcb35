import type { ChannelMessage, MessageLink } from '../../delivery/door.ts';
import { timeOfOrderedId } from '../../lib/ids.ts';
import { writeTime } from '../../lib/zoned-time.ts';
import { type AlertTexts, alertTexts } from '../../texts/alert-texts.ts';
import type { Alert } from '../alert.ts';
import type { Notification } from '../notification.ts';
import { localText, stemOf } from './alert-title.ts';
import { isAllOver, kindOf, sayMany } from './group-message.ts';
import { noticeOf } from './notice-data.ts';
import { type Said, sayOne } from './single-message.ts';
import type { AlertLinks, Audience, Wording } from './wording.ts';

/** They have severity and event as members of their own, and print them; so does the page behind a link. */
const WITHOUT_TAGS = new Set(['pagerduty', 'webhook', 'page']);

/** They show the alerts as data. */
const WITH_NOTICE = new Set(['webhook', 'preview']);

/** Their bots may want a word in every message; 告警 is the one that most people choose. */
const WITH_KEYWORD = new Set(['dingtalk', 'feishu', 'lark']);

const KEYWORD = '告警';

/** The texts that Tocsin has by itself. @param links none: links are switched off */
export function builtInWording(links: AlertLinks | undefined): Wording {
  return {
    message: (notification, audience) => dressed(say(notification, audience), notification, audience, links),
  };
}

/** What is said, whatever the channel. */
export function say(notification: Notification, audience: Audience): Said {
  const texts = alertTexts[audience.language];
  const { single } = notification;
  return single ? sayOne(notification, single, audience, texts) : sayMany(notification, audience, texts);
}

/** The same as a message for the channel. */
export function dressed(
  { tag, title, lines, fields }: Said,
  notification: Notification,
  audience: Audience,
  links: AlertLinks | undefined,
): ChannelMessage {
  const { channelType, language } = audience;
  const texts = alertTexts[language];
  const isTagged = !WITHOUT_TAGS.has(channelType);
  const message: ChannelMessage = {
    title: isTagged ? texts.tagged(tag, title) : title,
    isTagged: true,
    text: lines.length > 0 ? lines.join('\n') : undefined,
    fields,
    links: linksOf(notification, audience, texts, links),
    mention: calledBy(notification, audience),
    ...meaningOf(notification),
    ...(channelType === 'email' && { subject: threadOf(notification, audience, texts) }),
    ...(channelType === 'pagerduty' && { data: detailsOf(notification, language) }),
    ...(WITH_NOTICE.has(channelType) && { notice: noticeOf(notification, language) }),
  };
  return language === 'zh' && WITH_KEYWORD.has(channelType) ? withKeyword(message) : message;
}

/** Nobody is called by name for what is over, or taken care of. */
function calledBy(notification: Notification, { mention }: Audience): readonly string[] | undefined {
  if (!mention || meaningOf(notification).event !== 'trigger') return undefined;
  const { reason, counts, severity, single } = notification;
  if (reason === 'resolved' || (counts.opened === 0 && counts.resolved > 0)) return undefined;
  return single?.acknowledgement ? undefined : mention[severity];
}

/** What the message means for the incident, whatever it says. */
export function meaningOf(
  notification: Notification,
): Pick<ChannelMessage, 'severity' | 'event' | 'key' | 'at'> {
  const { single, reason, severity, incident } = notification;
  const isOver = single ? single.resolution !== undefined : isAllOver(notification);
  const at = single ? (single.resolution?.at ?? single.startsAt) : notification.at;
  return {
    severity,
    event: isOver ? 'resolve' : reason === 'acknowledged' ? 'acknowledge' : 'trigger',
    key: incident,
    at,
  };
}

function linksOf(
  notification: Notification,
  { language }: Audience,
  texts: AlertTexts,
  links: AlertLinks | undefined,
): MessageLink[] {
  const { single, listed } = notification;
  const own = links?.linksOf(notification, language) ?? [];
  const runbook = runbookOf(single ? [single] : listed);
  return runbook === undefined ? [...own] : [...own, { label: texts.links.runbook, url: runbook }];
}

/**
 * That of all alerts which are named, when they have the same. What a device says may be part of it, so nothing but the web is
 * linked to; programs get it as data.
 */
function runbookOf(alerts: readonly Alert[]): string | undefined {
  const url = alerts[0]?.runbookUrl;
  if (url === undefined || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  return alerts.every(({ runbookUrl }) => runbookUrl === url) ? url : undefined;
}

/**
 * The subject of all mails of one incident, from the first to the last, since mail programs file them by it: so nothing of
 * what changes may stand in it. The time keeps one incident apart from the next.
 */
function threadOf(notification: Notification, audience: Audience, texts: AlertTexts): string {
  const { single, incident, listed, span } = notification;
  const stem = single ? stemOf(single, audience.language, texts) : kindOf(notification, audience, texts).stem;
  const source = (single ?? listed[0])?.source;
  const name = source && texts.alertsOf(source.kind === 'rule' ? source.id : source.name);
  const began = writeTime(timeOfOrderedId(incident) ?? span.from, audience.zone);
  return texts.threadOf(stem || name || texts.severalAlerts, began);
}

/** What PagerDuty shows beside the summary: it takes `clientid` and `node` of it as component and source. */
function detailsOf({ single, counts, listed, incident }: Notification, language: 'en' | 'zh') {
  if (!single) {
    const { opened, resolved, stillOpen } = counts;
    return {
      incident,
      opened,
      resolved,
      still_open: stillOpen,
      alerts: listed.slice(0, 10).map(({ key, id }) => ({ key, id })),
    };
  }
  const { source, subject, facts, labels, key, summary } = single;
  return {
    ...facts,
    ...(subject && { clientid: subject.clientId, node: subject.node }),
    ...(source.kind === 'rule' ? { rule: source.id } : { monitor: source.name }),
    key,
    ...(summary !== undefined && { summary: localText(summary, language) }),
    ...(Object.keys(labels).length > 0 && { labels }),
  };
}

function withKeyword(message: ChannelMessage): ChannelMessage {
  const { text = '', fields = [] } = message;
  if ([text, ...fields.map(({ name, value }) => name + value)].some((line) => line.includes(KEYWORD))) {
    return message;
  }
  const last = fields.at(-1);
  if (!last) return { ...message, text: text === '' ? KEYWORD : `${text} · ${KEYWORD}` };
  return { ...message, fields: [...fields.slice(0, -1), { ...last, value: `${last.value} · ${KEYWORD}` }] };
}
