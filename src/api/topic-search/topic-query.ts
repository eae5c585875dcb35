import type { UsedTopic } from '../../broker/door.ts';
import type { TopicSearchTexts } from '../../texts/topic-search.ts';
import { SearchQueryError } from '../client-search/client-query.ts';
import type { SearchValue, SearchWord } from '../client-search/search-words.ts';
import { type RowTest, testOfSearch } from './word-tests.ts';

const STATES: Readonly<Record<string, RowTest<UsedTopic>>> = {
  subscribed: ({ isSubscribed }) => isSubscribed,
  retained: ({ isRetained }) => isRetained,
  published: ({ seen }) => seen !== undefined,
};

/** @throws SearchQueryError */
export function topicTest(text: string, texts: TopicSearchTexts): RowTest<UsedTopic> {
  return testOfSearch<UsedTopic>(
    text,
    {
      topic: ({ topic }) => topic,
      keys: { 'is:': (value, word) => byState(value, word, texts) },
      numbers: {
        rate: { kind: 'number', read: ({ rate }) => rate },
        size: { kind: 'size', read: ({ seen }) => seen?.payloadLength ?? 0 },
      },
    },
    texts,
  );
}

function byState({ text }: SearchValue, word: SearchWord, texts: TopicSearchTexts): RowTest<UsedTopic> {
  // While it is written: what it can become.
  const possible = Object.keys(STATES).filter((name) => name.startsWith(text.toLowerCase()));
  if (possible.length === 0) throw new SearchQueryError(texts.badState(text), word);
  return (topic) => possible.some((name) => STATES[name]?.(topic));
}
