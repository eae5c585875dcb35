import { type AlertTexts, alertTexts } from '../../texts/alert-texts.ts';
import type { Alert, LocalText } from '../alert.ts';
import { shownName, shownTitle } from './shown-names.ts';

export function localText(text: LocalText, language: 'en' | 'zh'): string {
  return typeof text === 'string' ? text : text[language];
}

/** It is about a client that is gone, which its event says: nothing else has a reason and a place in the order of comings. */
export function isAboutAbsence({ subject }: Alert): boolean {
  return subject?.reason !== undefined && subject.sequence !== undefined;
}

/**
 * The title of an alert in its parts: what stands around its subject. A title of a rule that does not name the subject gets
 * it behind a colon; monitors write whole titles.
 */
interface TitleParts {
  readonly around: readonly string[];
  /** Undefined when the title is all there is. */
  readonly key: string | undefined;
}

function partsOf(alert: Alert, language: 'en' | 'zh', texts: AlertTexts): TitleParts {
  const title = shownTitle(localText(alert.title, language)) || texts.untitled;
  const { key } = alert;
  // A rule that is its own subject.
  const isWhole = key === '' || (alert.source.kind === 'rule' && alert.source.id === key);
  if (isWhole) return { around: [title], key: undefined };
  const around = splitAt(localText(alert.title, language), key);
  if (around.length > 1) return { around: around.map(shownPart), key };
  return { around: [title], key: alert.source.kind === 'rule' ? key : undefined };
}

/** `Device offline: dev-0421`, in one line, names cut. */
export function titleOf(alert: Alert, language: 'en' | 'zh', texts: AlertTexts): string {
  return joined(partsOf(alert, language, texts), texts);
}

/** `Device online: dev-0421`: where the title has a word for being away, what is true now that the client is back. */
export function titleWhenBack(alert: Alert, language: 'en' | 'zh', texts: AlertTexts): string {
  const { around, key } = partsOf(alert, language, texts);
  const words = LANGUAGES.flatMap((one) => alertTexts[one].back);
  const turned = around.map((part) =>
    words.reduce((text, [pattern, back]) => text.replace(pattern, back), part),
  );
  return joined({ around: turned, key }, texts);
}

/** The title without its subject, which is the same for all alerts of most rules: `Device offline`. Empty when nothing is left. */
export function stemOf(alert: Alert, language: 'en' | 'zh', texts: AlertTexts): string {
  return partsOf(alert, language, texts)
    .around.map((part) => part.replace(EDGES, ''))
    .filter(Boolean)
    .join(' … ');
}

/** Whether such a rest says that a client is offline, and nothing else. */
export function isPlainlyOffline(stem: string): boolean {
  return stem === '' || LANGUAGES.some((language) => alertTexts[language].plainlyOffline.test(stem));
}

/** A title that is written once is read in both languages. */
const LANGUAGES = ['en', 'zh'] as const;

/** What joins a title and its subject, at the edges of what is left without it. */
const EDGES = /^[\s:：,，、;；·|–—-]+|[\s:：,，、;；·|–—-]+$/gu;

function joined({ around, key }: TitleParts, texts: AlertTexts): string {
  if (key === undefined) return around.join('');
  const name = shownName(key, texts);
  return around.length > 1 ? around.join(name) : texts.named(around[0] ?? '', name);
}

/** A part keeps the blank that stood beside the subject. */
function shownPart(part: string): string {
  const shown = shownTitle(part);
  if (shown === '') return /\s/u.test(part) ? ' ' : '';
  return `${/^\s/u.test(part) ? ' ' : ''}${shown}${/\s$/u.test(part) ? ' ' : ''}`;
}

/** Around each place where the subject stands as a word of its own: that of client `1` is none in `Pump 10`. */
function splitAt(title: string, key: string): string[] {
  // A name of blanks alone stands between all words.
  if (key.trim() === '') return [title];
  const parts: string[] = [];
  let start = 0;
  for (let at = title.indexOf(key); at !== -1; at = title.indexOf(key, at + key.length)) {
    const end = at + key.length;
    const isWord = !continues(title[at - 1], key[0]) && !continues(key.at(-1), title[end]);
    if (!isWord) continue;
    parts.push(title.slice(start, at));
    start = end;
  }
  return [...parts, title.slice(start)];
}

function continues(before: string | undefined, after: string | undefined): boolean {
  return isWordSign(before) && isWordSign(after);
}

/** Chinese is written without blanks, so its signs end a Latin word. */
function isWordSign(sign: string | undefined): boolean {
  return sign !== undefined && /^[\w\u00c0-\u024f]$/u.test(sign);
}
