import type { SubscriptionOptions } from '../../broker/door.ts';
import type { ClientSearchTexts } from '../../texts/client-search.ts';
import {
  beginning,
  type ClientSearchQuery,
  isClientKey,
  isFlapping,
  parseClientQuery,
  partTest,
  SearchQueryError,
  subscriptionTest,
} from '../client-search/client-query.ts';
import { type SearchValue, type SearchWord, searchWords } from '../client-search/search-words.ts';
import { splitShared } from '../topic-text.ts';

/** A subscription that is looked at: there is one such object for a whole search. */
export interface Subject {
  clientId: string;
  subscription: Pick<SubscriptionOptions, 'filter' | 'qos'>;
}

type Test = (subject: Subject) => boolean;

export interface SubscriptionQuery {
  /** What is asked of whoever has subscribed. */
  readonly client: ClientSearchQuery;
  accepts(subject: Subject): boolean;
}

const makers: Readonly<
  Record<string, (value: SearchValue, word: SearchWord, texts: ClientSearchTexts) => Test>
> = {
  'topic:': (value) => {
    const whole = beginning<Subject>(value, ({ subscription }) => subscription.filter);
    const plain = beginning<Subject>(value, ({ subscription }) => splitShared(subscription.filter).filter);
    return (subject) => whole(subject) || plain(subject);
  },
  'group:': (value) => beginning(value, ({ subscription }) => splitShared(subscription.filter).group),
  'sub:': (value) => {
    const fits = subscriptionTest(value);
    return ({ subscription }) => fits(subscription.filter);
  },
  'qos:': ({ text }, word, texts) => {
    if (!/^[012]$/.test(text)) throw new SearchQueryError(texts.badQos(text), word);
    return ({ subscription }) => subscription.qos === Number(text);
  },
  'client:': (value) => beginning(value, ({ clientId }) => clientId),
};

/**
 * The words of a search for clients, which are asked of whoever has subscribed, and more: a plain word stands in the filter or in
 * the client id, `topic:`, `group:`, `qos:` and `client:` begin so, and `sub:` is asked of this one subscription.
 * @throws SearchQueryError
 */
export function parseSubscriptionQuery(text: string, texts: ClientSearchTexts): SubscriptionQuery {
  const tests: Test[] = [];
  // What is asked of the client keeps its place in the text, so that a mistake is shown where it is.
  let rest = text;
  for (const word of searchWords(text)) {
    const isOwn = Object.hasOwn(makers, word.key);
    if (!isOwn && (isClientKey(word.key) || isFlapping(word))) continue;
    const { from, to, isNegated } = word;
    rest = rest.slice(0, from) + ' '.repeat(to - from) + rest.slice(to);
    const test = isOwn ? keyedTest(word, texts) : plainTest(word);
    if (test) tests.push(isNegated ? (subject) => !test(subject) : test);
  }
  return {
    client: parseClientQuery(rest, texts),
    accepts: (subject) => {
      for (const test of tests) if (!test(subject)) return false;
      return true;
    },
  };
}

function plainTest(word: SearchWord): Test | undefined {
  const isPart = partTest(word);
  return isPart && (({ clientId, subscription }) => isPart(subscription.filter) || isPart(clientId));
}

/** Undefined for a word whose value is still to be written. */
function keyedTest(word: SearchWord, texts: ClientSearchTexts): Test | undefined {
  const given = word.values.filter(({ text, isQuoted }) => text !== '' || isQuoted);
  const tests = given
    .map((value) => makers[word.key]?.(value, word, texts))
    .filter((test) => test !== undefined);
  if (tests.length === 0) return undefined;
  return (subject) => tests.some((test) => test(subject));
}
