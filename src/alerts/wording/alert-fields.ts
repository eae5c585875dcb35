import { cutText, type MessageField } from '../../delivery/door.ts';
import { parseDuration } from '../../lib/duration.ts';
import { timeOf, writeTime } from '../../lib/zoned-time.ts';
import { type AlertTexts, figure } from '../../texts/alert-texts.ts';
import { outboundReason } from '../../texts/outbound-reasons.ts';
import { rowTexts } from '../../texts/row-texts.ts';
import type { Alert } from '../alert.ts';
import { isAboutAbsence, localText } from './alert-title.ts';
import { shownName } from './shown-names.ts';
import { shownDuration } from './shown-times.ts';
import type { Audience } from './wording.ts';

const LONGEST_VALUE = { limit: 300, unit: 'characters' } as const;
const MOST_FACTS = 20;

/** Of a client that is gone, the first that somebody wants to know. */
const FIRST = ['reason', 'username', 'peername', 'peerhost'];

/** What the title or a field of its own says already. */
const TOLD_OTHERWISE = new Set([
  'clientid',
  'disconnected_at',
  'timestamp',
  'event',
  'sequence',
  'duration_ms',
  'node',
]);

/** Why, and since when, about one alert. @param now when it is told */
export function fieldsOf(alert: Alert, now: number, audience: Audience, texts: AlertTexts): MessageField[] {
  return [...factsOf(alert, audience, texts), ...lifeOf(alert, now, audience, texts)];
}

function factsOf(alert: Alert, audience: Audience, texts: AlertTexts): MessageField[] {
  const isAbsence = isAboutAbsence(alert);
  const entries = Object.entries(alert.facts).filter(
    ([name, value]) =>
      value !== '' &&
      !(isAbsence && TOLD_OTHERWISE.has(name)) &&
      !(name === 'peerhost' && alert.facts.peername?.startsWith(value)) &&
      value !== alert.key,
  );
  const ordered = isAbsence ? entries.toSorted(([one], [other]) => rankOf(one) - rankOf(other)) : entries;
  const { labels } = rowTexts[audience.language];
  // Monitors write whole sentences: what these say already is not said again.
  const said =
    alert.source.kind === 'rule'
      ? ''
      : [alert.title, alert.summary ?? ''].map((text) => localText(text, audience.language)).join('\n');
  return ordered
    .slice(0, MOST_FACTS)
    .map(([name, value]) => ({
      name: shownName((Object.hasOwn(labels, name) ? labels[name] : undefined) ?? name, texts),
      value: shownValue(name, value, audience, texts),
    }))
    .filter(({ value }) => value.length < LEAST_REPEATED || !said.includes(value));
}

/** Characters of a value that is left out where the title has it: figures are too short to be found in it. */
const LEAST_REPEATED = 8;

function rankOf(name: string): number {
  const at = FIRST.indexOf(name);
  return at === -1 ? FIRST.length : at;
}

function shownValue(name: string, value: string, { language, zone }: Audience, texts: AlertTexts): string {
  if (name === 'reason' || name === 'answer') return reasonInWords(outboundReason(value, language), texts);
  if (name === 'timestamp' || name.endsWith('_at')) {
    const time = /^\d+$/.test(value) ? timeOf(value) : undefined;
    if (time !== undefined) return writeTime(time, zone);
  }
  if (name === 'last_seen' && value === 'never') return texts.never;
  if (name === 'silent_for' || name === 'rows_within') {
    const duration = parseDuration(value);
    if (duration !== undefined) return shownDuration(duration, texts);
  }
  if (name === 'duration_ms' && /^\d+$/.test(value)) return shownDuration(Number(value), texts);
  return cutText(value, LONGEST_VALUE);
}

export function reasonInWords(reason: string, { reasons }: AlertTexts): string {
  return (Object.hasOwn(reasons, reason) ? reasons[reason] : undefined) ?? cutText(reason, LONGEST_VALUE);
}

/** When it began, how often it was seen, who looks after it, when it was over. */
function lifeOf(alert: Alert, now: number, { zone }: Audience, texts: AlertTexts): MessageField[] {
  const { fields, sinceFor, times, by } = texts;
  const { startsAt, acknowledgement, resolution, count, suppressed, flapping } = alert;
  // What comes and goes is not away all the time.
  const isAbsence = isAboutAbsence(alert) && !flapping;
  const from = flapping?.since ?? startsAt;
  const began = writeTime(from, zone);
  const lasts = now - from;
  const since = resolution || lasts < 1000 ? began : sinceFor(began, shownDuration(lasts, texts));
  const life: MessageField[] = [{ name: isAbsence ? fields.offlineSince : fields.since, value: since }];
  if (resolution) {
    const isBack = isAbsence && resolution.how === 'recovered';
    life.push({ name: isBack ? fields.backAt : fields.overAt, value: writeTime(resolution.at, zone) });
  }
  if (count > 1) life.push({ name: fields.count, value: times(count) });
  if (suppressed > 0) life.push({ name: fields.shortDrops, value: times(suppressed) });
  if (acknowledgement) {
    const who = shownName(acknowledgement.by, texts);
    life.push({ name: fields.acknowledged, value: by(who, writeTime(acknowledgement.at, zone)) });
  }
  return life;
}

export function shownScore(score: number): string {
  return Number.isInteger(score) ? figure(score) : score.toFixed(1);
}
