import type { ChannelMessage, TemplateRow } from '../../../delivery/door.ts';
import { writeTime } from '../../../lib/zoned-time.ts';
import { type AlertTexts, figure } from '../../../texts/alert-texts.ts';
import type { Notification } from '../../notification.ts';
import { reasonInWords } from '../alert-fields.ts';
import { localText, titleOf } from '../alert-title.ts';
import { causeLine } from '../digest-cause.ts';
import { factorInWords, kindOf, namesOf } from '../group-message.ts';
import { shownName } from '../shown-names.ts';
import { shownDuration, shownSpan } from '../shown-times.ts';
import type { Said } from '../single-message.ts';
import type { Audience } from '../wording.ts';
import { messageKindOf } from './message-template.ts';

type Values = Readonly<Record<string, string>>;

/** What templates are filled with, each by its name. */
export interface VariableValues {
  readonly own: Values;
  readonly facts: Values;
  readonly labels: Values;
  readonly attrs: Values;
}

const NONE: Values = {};

/** @param said what is built in @param message the same, dressed for the channel */
export function variablesOf(
  notification: Notification,
  audience: Audience,
  texts: AlertTexts,
  said: Said,
  message: ChannelMessage,
): VariableValues {
  const { single, listed, counts } = notification;
  const { language } = audience;
  const [first] = listed;
  const source = (single ?? (notification.groupId === undefined ? undefined : first))?.source;
  const subject = single?.subject;
  const own: Values = {
    headline: message.title ?? '',
    what: said.title,
    tag: said.tag,
    text: message.text ?? '',
    title: single ? titleOf(single, language, texts) : (kindOf(notification, audience, texts).stem ?? ''),
    severity: notification.severity,
    severity_text: texts.severity[notification.severity],
    status: single?.status ?? (counts.stillOpen > 0 ? 'open' : 'resolved'),
    event: message.event ?? 'trigger',
    kind: messageKindOf(notification),
    told_because: notification.reason,
    rule: source?.kind === 'rule' ? source.id : '',
    monitor: source?.kind === 'monitor' ? source.name : '',
    incident: notification.incident,
    group_id: notification.groupId ?? '',
    channel: notification.channel,
    at: String(notification.at),
    opened: figure(counts.opened),
    resolved: figure(counts.resolved),
    still_open: figure(counts.stillOpen),
    span: shownSpan(notification.span.to - notification.span.from, texts),
    ...namesOf(notification, audience, texts),
    common: texts.list(notification.common.map((factor) => factorInWords(factor, texts))),
    held_back: causeLine(notification, audience, texts) ?? '',
    url: message.links?.[0]?.url ?? '',
    since: writeTime(single?.startsAt ?? notification.span.from, audience.zone),
    starts_at: String(single?.startsAt ?? notification.span.from),
    ...ofOne(notification, audience, texts),
  };
  return {
    own,
    facts: single?.facts ?? NONE,
    labels: single?.labels ?? NONE,
    attrs: subject?.attributes ?? NONE,
  };
}

function ofOne({ single, at }: Notification, { language, zone }: Audience, texts: AlertTexts): Values {
  if (!single) return NONE;
  const { subject, resolution, acknowledgement, summary, description } = single;
  const name = (text: string | undefined): string => (text ? shownName(text, texts) : '');
  return {
    summary: summary === undefined ? '' : localText(summary, language),
    description: description === undefined ? '' : localText(description, language),
    runbook_url: single.runbookUrl ?? '',
    key: name(single.key),
    id: single.id,
    clientid: name(subject?.clientId),
    username: name(subject?.username),
    peerhost: name(subject?.peerHost),
    listener: name(subject?.listener),
    node: name(subject?.node),
    reason: subject?.reason === undefined ? '' : reasonInWords(subject.reason, texts),
    reason_code: name(subject?.reason),
    until: resolution ? writeTime(resolution.at, zone) : '',
    duration: shownDuration((resolution?.at ?? at) - single.startsAt, texts),
    resolved_at: resolution ? String(resolution.at) : '',
    acknowledged_by: name(acknowledgement?.by),
    resolved_by: name(resolution?.by),
    count: figure(single.count),
    suppressed: figure(single.suppressed),
  };
}

/** What is not there is an empty text: a message shall not say `undefined`. */
export function rowOfVariables({ own, facts, labels, attrs }: VariableValues): TemplateRow {
  const open: Readonly<Record<string, Values>> = { facts, labels, attrs };
  const text = ([first = '', ...rest]: readonly string[]): string => {
    const group = Object.hasOwn(open, first) ? open[first] : undefined;
    const [values, name] = group && rest.length > 0 ? [group, rest.join('.')] : [own, first];
    return (Object.hasOwn(values, name) ? values[name] : undefined) ?? '';
  };
  const whole = (): string => JSON.stringify({ ...own, ...open });
  return {
    text: (path) => (path.length === 0 ? whole() : text(path)),
    json: (path) => (path.length === 0 ? whole() : JSON.stringify(text(path))),
    value: text,
  };
}
