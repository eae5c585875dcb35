import { parseDuration } from '../../lib/duration.ts';
import type { TopicSearchTexts } from '../../texts/topic-search.ts';
import { SearchQueryError } from '../client-search/client-query.ts';
import { type SearchValue, type SearchWord, searchWords } from '../client-search/search-words.ts';
import { covers } from '../topic-text.ts';

export type RowTest<Row> = (row: Row) => boolean;

/** What the words of a search ask of rows that have a topic. */
export interface SearchLanguage<Row> {
  readonly topic: (row: Row) => string;
  /** By their word: `user:`. */
  readonly keys: Readonly<Record<string, (value: SearchValue, word: SearchWord) => (row: Row) => boolean>>;
  /** By their name, compared with `<` and `>`: `age`. @returns undefined for a text that is none */
  readonly numbers: Readonly<Record<string, ComparedNumber<Row>>>;
}

export interface ComparedNumber<Row> {
  readonly kind: 'time' | 'size' | 'number';
  readonly read: (row: Row) => number;
}

const MOST_WORDS = 50;

/** The test of a search: all words have to fit. @throws SearchQueryError with the place of what cannot be meant */
export function testOfSearch<Row>(
  text: string,
  language: SearchLanguage<Row>,
  texts: TopicSearchTexts,
): RowTest<Row> {
  const words = searchWords(text);
  const extra = words[MOST_WORDS];
  if (extra) throw new SearchQueryError(texts.tooLong(MOST_WORDS), extra);
  const tests = words.flatMap((word) => testOfWord(word, language, texts) ?? []);
  return (row) => {
    for (const test of tests) if (!test(row)) return false;
    return true;
  };
}

/** Undefined for a word whose value is still to be written. */
function testOfWord<Row>(
  word: SearchWord,
  language: SearchLanguage<Row>,
  texts: TopicSearchTexts,
): RowTest<Row> | undefined {
  const test = plainTest(word, language, texts);
  return test && word.isNegated ? (row) => !test(row) : test;
}

function plainTest<Row>(
  word: SearchWord,
  language: SearchLanguage<Row>,
  texts: TopicSearchTexts,
): RowTest<Row> | undefined {
  const { key, values } = word;
  const [, name = '', operator = ''] = /^(.*?)([:<>]=?)$/.exec(key) ?? [];
  const number = language.numbers[name];
  if (number && operator !== ':') return comparison(word, number, operator, texts);
  if (key === '') return byText(values[0] as SearchValue, language.topic, word, texts);
  const given = values.filter((value) => value.text !== '' || value.isQuoted);
  const maker =
    key === 'topic:'
      ? (value: SearchValue) => byFilter(value.text, language.topic, word, texts)
      : Object.hasOwn(language.keys, key)
        ? language.keys[key]
        : undefined;
  if (!maker) throw new SearchQueryError(texts.unknown(key, knownWords(language)), word);
  if (given.length === 0) return undefined;
  const tests = given.map((value) => maker(value, word));
  return tests.length === 1 ? tests[0] : (row) => tests.some((test) => test(row));
}

function knownWords<Row>({ keys, numbers }: SearchLanguage<Row>): string {
  return ['topic:', ...Object.keys(keys), ...Object.keys(numbers).map((name) => `${name}>`)].join(' ');
}

/** A part of the topic, of any case unless capitals are written; with a wildcard for a whole level a topic filter. */
function byText<Row>(
  { text, isQuoted }: SearchValue,
  topic: (row: Row) => string,
  word: SearchWord,
  texts: TopicSearchTexts,
): RowTest<Row> | undefined {
  if (text === '') return undefined;
  if (!isQuoted && /(^|\/)[+#](\/|$)/.test(text)) return byFilter(text, topic, word, texts);
  if (text !== text.toLowerCase()) return (row) => topic(row).includes(text);
  return (row) => topic(row).toLowerCase().includes(text);
}

function byFilter<Row>(
  filter: string,
  topic: (row: Row) => string,
  word: SearchWord,
  texts: TopicSearchTexts,
): RowTest<Row> {
  const levels = filter.split('/');
  const isWrong = levels.some(
    (level, index) =>
      (level.length > 1 && /[+#]/.test(level)) || (level === '#' && index < levels.length - 1),
  );
  if (isWrong) throw new SearchQueryError(texts.badFilter(filter), word);
  if (!/[+#]/.test(filter)) return (row) => topic(row) === filter;
  return (row) => covers(filter, topic(row));
}

function comparison<Row>(
  { key, values, from, to }: SearchWord,
  { kind, read }: ComparedNumber<Row>,
  operator: string,
  texts: TopicSearchTexts,
): RowTest<Row> {
  const given = values[0]?.text ?? '';
  const limit = limitOf(kind, given);
  if (limit === undefined) {
    const say = { time: texts.badTime, size: texts.badSize, number: texts.badNumber }[kind];
    throw new SearchQueryError(say(key, given), { from, to });
  }
  if (operator === '>') return (row) => read(row) > limit;
  if (operator === '>=') return (row) => read(row) >= limit;
  return operator === '<' ? (row) => read(row) < limit : (row) => read(row) <= limit;
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  kb: 1024,
  m: 1024 ** 2,
  mb: 1024 ** 2,
};

function limitOf(kind: ComparedNumber<unknown>['kind'], text: string): number | undefined {
  // A bare number could be anything.
  if (kind === 'time') return /^\d+$/.test(text) ? undefined : parseDuration(text);
  const [, digits, unit = ''] = /^(\d{1,12}(?:\.\d{1,6})?)([a-z]*)$/i.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const factor = kind === 'number' ? (unit === '' ? 1 : undefined) : UNITS[unit.toLowerCase()];
  return factor === undefined ? undefined : Number(digits) * factor;
}

/** Its beginning, in upper or lower case, or with `*` for anything; quoted exactly this. */
export function beginning({ text, isQuoted }: SearchValue): (given: string | undefined) => boolean {
  if (isQuoted) return (given) => given === text;
  const parts = text.toLowerCase().split(/\*+/);
  return (given) => given !== undefined && fits(given.toLowerCase(), parts);
}

/** Whether the parts follow each other in the text, the first one at its beginning. */
function fits(text: string, parts: readonly string[]): boolean {
  const [first = '', ...others] = parts;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}
