import type { Message } from '../../broker/door.ts';
import type { TopicSearchTexts } from '../../texts/topic-search.ts';
import { SearchQueryError } from '../client-search/client-query.ts';
import type { SearchValue, SearchWord } from '../client-search/search-words.ts';
import { beginning, type RowTest, testOfSearch } from './word-tests.ts';

/** @param now Unix milliseconds @throws SearchQueryError */
export function retainedTest(text: string, texts: TopicSearchTexts, now: number): RowTest<Message> {
  const byPublisher = (value: SearchValue) => {
    const test = beginning(value);
    return ({ from }: Message) => test(from.clientId);
  };
  return testOfSearch<Message>(
    text,
    {
      topic: ({ topic }) => topic,
      keys: {
        'client:': byPublisher,
        'from:': byPublisher,
        'user:': (value) => {
          const test = beginning(value);
          return ({ from }) => test(from.username);
        },
        'qos:': (value, word) => byQos(value, word, texts),
      },
      numbers: {
        size: { kind: 'size', read: (message) => message.payloadLength ?? message.payload.length },
        age: { kind: 'time', read: ({ receivedAt }) => now - receivedAt },
      },
    },
    texts,
  );
}

function byQos({ text }: SearchValue, word: SearchWord, texts: TopicSearchTexts) {
  if (!/^[012]$/.test(text)) throw new SearchQueryError(texts.badQos(text), word);
  return ({ qos }: Message) => qos === Number(text);
}
