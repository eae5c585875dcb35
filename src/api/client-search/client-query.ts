import { BlockList, isIP } from 'node:net';
import { parseDuration } from '../../lib/duration.ts';
import type { ClientSearchTexts } from '../../texts/client-search.ts';
import { covers, splitShared } from '../topic-text.ts';
import type { Candidate } from './candidate.ts';
import { editDistance } from './nearness.ts';
import { type SearchValue, type SearchWord, searchWords } from './search-words.ts';

export type Test = (client: Candidate) => boolean;

export interface ClientSearchQuery {
  readonly accepts: Test;
  /** Plain words that are to be there, for proposals when nothing is found. */
  readonly words: readonly string[];
}

/** What a search says that cannot be meant, and where. */
export class SearchQueryError extends Error {
  override readonly name = 'SearchQueryError';
  readonly from: number;
  readonly to: number;

  constructor(message: string, { from, to }: Pick<SearchWord, 'from' | 'to'>) {
    super(message);
    this.from = from;
    this.to = to;
  }
}

/** Drops within a day from which on a client is said to flap. */
export const FLAPPING_FROM = 3;
const MOST_WORDS = 50;

/** @throws SearchQueryError */
export function parseClientQuery(text: string, texts: ClientSearchTexts): ClientSearchQuery {
  const words = searchWords(text);
  const extra = words[MOST_WORDS];
  if (extra) throw new SearchQueryError(texts.tooLong(MOST_WORDS), extra);
  const tests = words.map((word) => testOf(word, texts)).filter((test) => test !== undefined);
  const pasted = text.trim() === '' ? undefined : text;
  const plain = words.filter(({ key, isNegated }) => key === '' && !isNegated);
  return {
    accepts: (client) => {
      // A client id that was pasted is found whatever it says in the language of searches.
      if (client.clientId === pasted) return true;
      for (const test of tests) if (!test(client)) return false;
      return true;
    },
    words: plain.map(({ values }) => values[0]?.text ?? '').filter((word) => word !== 'flapping'),
  };
}

type Maker = (value: SearchValue, word: SearchWord, texts: ClientSearchTexts) => Test;

const makers: Readonly<Record<string, Maker>> = {
  'id:': (value) => beginning(value, ({ clientId }) => clientId),
  'user:': (value) => beginning(value, ({ username }) => username),
  'ip:': byAddress,
  'listener:': byListener,
  'proto:': byProtocol,
  'reason:': (value) => beginning(value, ({ reason }) => reason),
  'is:': byState,
  'sub:': bySubscription,
};

const ages: Readonly<Record<string, (client: Candidate) => number | undefined>> = {
  offline: ({ isOffline, lastSeen, now }) =>
    isOffline && lastSeen !== undefined ? now - lastSeen : undefined,
  online: ({ onlineSince, now }) => (onlineSince === undefined ? undefined : now - onlineSince),
};

const numbers: Readonly<Record<string, (client: Candidate) => number | undefined>> = {
  flaps: ({ drops }) => drops,
  queue: ({ session }) => session?.queueLength,
  subs: ({ session }) => session?.subscriptions.size,
};

/** The names that are compared by size, and the keys. */
export const KNOWN_KEYS: readonly string[] = Object.keys(makers).map((key) => key.slice(0, -1));

/** Whether a word with this key says something of the client, rather than being text that holds a colon. */
export function isClientKey(key: string): boolean {
  const name = key.replace(/[:<>]=?$/, '');
  if (Object.hasOwn(makers, key) || name.startsWith('attr.')) return true;
  return !key.endsWith(':') && (Object.hasOwn(ages, name) || Object.hasOwn(numbers, name));
}

/** Undefined for a word whose value is still to be written. */
function testOf(word: SearchWord, texts: ClientSearchTexts): Test | undefined {
  const test = plainTest(word, texts);
  return test && word.isNegated ? (client) => !test(client) : test;
}

function plainTest(word: SearchWord, texts: ClientSearchTexts): Test | undefined {
  const { key, values } = word;
  const [, name = '', operator = ''] = /^(.*?)([:<>]=?)$/.exec(key) ?? [];
  const compared = ages[name] ?? numbers[name];
  if (compared && operator !== ':') return comparison(word, name, operator, texts);
  const maker = name.startsWith('attr.') && operator === ':' ? byAttribute(name, word, texts) : makers[key];
  if (!maker) {
    if (operator === ':' && values[0]?.isQuoted === false) refuseTypo(name, word, texts);
    return plainWord(word);
  }
  const given = values.filter(({ text, isQuoted }) => text !== '' || isQuoted);
  if (given.length === 0) return undefined;
  const tests = given.map((value) => maker(value, word, texts));
  return tests.length === 1 ? tests[0] : (client) => tests.some((test) => test(client));
}

/** A part of the client id. A quoted word is one that spells no key. */
function plainWord(word: SearchWord): Test | undefined {
  if (isFlapping(word)) return (client) => client.drops >= FLAPPING_FROM;
  const isPart = partTest(word);
  return isPart && (({ clientId }) => isPart(clientId));
}

export function isFlapping({ key, values: [value] }: SearchWord): boolean {
  return key === '' && value?.text === 'flapping' && !value.isQuoted;
}

/** Whether a word stands in a text: in any case, unless capital letters are written. Undefined for no word. */
export function partTest({ key, values }: SearchWord): ((text: string) => boolean) | undefined {
  const part = key + values.map((one) => one.text).join(',');
  if (part === '') return undefined;
  if (part !== part.toLowerCase()) return (text) => text.includes(part);
  return (text) => text.includes(part) || text.toLowerCase().includes(part);
}

function refuseTypo(name: string, word: SearchWord, texts: ClientSearchTexts): void {
  if (name.length < 2) return;
  const near = KNOWN_KEYS.find(
    (known) => known !== name && known.length > 2 && editDistance(known, name) === 1,
  );
  if (near) throw new SearchQueryError(texts.didYouMean(name, near), word);
}

/** What begins so, in any case; `*` stands for anything, and what is quoted is meant exactly. */
export function beginning<Subject = Candidate>(
  { text, isQuoted }: SearchValue,
  read: (subject: Subject) => string | undefined,
): (subject: Subject) => boolean {
  if (isQuoted) return (client) => read(client) === text;
  const wanted = text.toLowerCase();
  if (wanted.includes('*')) {
    const pattern = new RegExp(
      `^${wanted
        .split(/\*+/)
        .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('.*')}$`,
      's',
    );
    return (client) => {
      const given = read(client);
      return given !== undefined && pattern.test(given.slice(0, LONGEST_MATCHED).toLowerCase());
    };
  }
  return (client) => read(client)?.toLowerCase().startsWith(wanted) ?? false;
}

/** Units of a value that a pattern with several `*` is held against. */
const LONGEST_MATCHED = 1024;

function byAddress(value: SearchValue, word: SearchWord, texts: ClientSearchTexts): Test {
  const [address = '', length] = value.text.split('/');
  if (length === undefined) return beginning(value, ({ peerHost }) => peerHost);
  const version = isIP(address);
  const bits = /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  // While it is written there is no length yet.
  if (version !== 0 && length === '') return ({ peerHost }) => peerHost === address;
  if (version === 0 || !(bits <= (version === 4 ? 32 : 128)))
    throw new SearchQueryError(texts.badNetwork(value.text), word);
  const network = new BlockList();
  network.addSubnet(address, bits, version === 4 ? 'ipv4' : 'ipv6');
  return ({ peerHost }) =>
    peerHost !== undefined && network.check(peerHost, peerHost.includes(':') ? 'ipv6' : 'ipv4');
}

/** `tls` is the listener of this name and all of this type. */
function byListener(value: SearchValue): Test {
  const whole = beginning(value, ({ session }) => session?.info.listener);
  if (value.text.includes(':')) return whole;
  const named = beginning(value, ({ session }) => session?.info.listener.split(':')[1]);
  return (client) => whole(client) || named(client);
}

const PROTOCOLS: Readonly<Record<string, number>> = {
  '3': 3,
  '3.1': 3,
  '4': 4,
  '3.1.1': 4,
  '5': 5,
  '5.0': 5,
};

function byProtocol({ text }: SearchValue, word: SearchWord, texts: ClientSearchTexts): Test {
  const version = PROTOCOLS[text.replace(/^v/i, '')];
  if (version === undefined) throw new SearchQueryError(texts.badProtocol(text), word);
  return ({ session }) => session?.info.protocolVersion === version;
}

const states: Readonly<Record<string, Test>> = {
  online: ({ isOnline }) => isOnline,
  offline: ({ isOffline }) => isOffline,
  kept: ({ state }) => state === 'offline',
  gone: ({ state }) => state === 'gone',
  banned: ({ ban }) => ban !== undefined,
  flapping: ({ drops }) => drops >= FLAPPING_FROM,
  never_seen: ({ isNeverSeen }) => isNeverSeen,
};

function byState({ text }: SearchValue, word: SearchWord, texts: ClientSearchTexts): Test {
  const exact = Object.hasOwn(states, text.toLowerCase()) ? states[text.toLowerCase()] : undefined;
  if (exact) return exact;
  // While it is written: what it can become.
  const possible = Object.keys(states).filter((name) => name.startsWith(text.toLowerCase()));
  if (possible.length === 0) throw new SearchQueryError(texts.badState(text), word);
  return (client) => possible.some((name) => states[name]?.(client));
}

function bySubscription(value: SearchValue): Test {
  const fits = subscriptionTest(value);
  return ({ session }) => {
    if (session) for (const given of session.subscriptions.keys()) if (fits(given)) return true;
    return false;
  };
}

/** This filter; for a topic, the filters that match it; for a filter with wildcards, also those that it covers. */
export function subscriptionTest({ text, isQuoted }: SearchValue): (filter: string) => boolean {
  const wanted = splitShared(text).filter;
  const hasWildcard = /(^|\/)[+#](\/|$)/.test(wanted);
  return (given) => {
    if (given === text) return true;
    if (isQuoted) return false;
    const { filter } = splitShared(given);
    if (filter === wanted) return true;
    return hasWildcard ? covers(wanted, filter) : covers(filter, wanted);
  };
}

function byAttribute(name: string, word: SearchWord, texts: ClientSearchTexts): Maker {
  const attribute = name.slice('attr.'.length);
  if (attribute === '') throw new SearchQueryError(texts.badAttribute, word);
  return (value) =>
    beginning(value, ({ session }) => {
      const attributes = session?.info.attributes;
      return attributes && Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
    });
}

/** @throws SearchQueryError */
function comparison(
  { values, key, from, to }: SearchWord,
  name: string,
  operator: string,
  texts: ClientSearchTexts,
): Test {
  const given = values[0]?.text ?? '';
  const age = ages[name];
  const limit = age ? lengthOf(given) : /^\d{1,9}$/.test(given) ? Number(given) : undefined;
  if (limit === undefined) {
    const message = age ? texts.badTime(key, given) : texts.badNumber(key, given);
    throw new SearchQueryError(message, { from, to });
  }
  const read = age ?? (numbers[name] as (client: Candidate) => number | undefined);
  return (client) => {
    const value = read(client);
    if (value === undefined) return false;
    if (operator === '>') return value > limit;
    if (operator === '>=') return value >= limit;
    return operator === '<' ? value < limit : value <= limit;
  };
}

/** A bare number could be anything. */
function lengthOf(text: string): number | undefined {
  return /^\d+$/.test(text) ? undefined : parseDuration(text);
}
