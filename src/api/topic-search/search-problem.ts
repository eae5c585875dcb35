import { type TopicSearchTexts, topicSearchTexts } from '../../texts/topic-search.ts';
import { ApiError } from '../api-error.ts';
import { SearchQueryError } from '../client-search/client-query.ts';
import { preferredLanguage } from '../setup/preferred-language.ts';

/** Reads a search in the language of whoever wrote it. @throws ApiError 400 with the place of the word that is not understood */
export function readingSearch<Result>(
  acceptLanguage: string | undefined,
  read: (texts: TopicSearchTexts) => Result,
): Result {
  try {
    return read(topicSearchTexts[preferredLanguage(acceptLanguage)]);
  } catch (error) {
    if (!(error instanceof SearchQueryError)) throw error;
    const { message, from, to } = error;
    throw new ApiError(400, 'INVALID_PARAMETER', message, { members: { at: { from, to } } });
  }
}
