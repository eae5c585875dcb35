import { type ClientSearchTexts, clientSearchTexts } from '../../texts/client-search.ts';
import { ApiError } from '../api-error.ts';
import { preferredLanguage } from '../setup/preferred-language.ts';
import { SearchQueryError } from './client-query.ts';

/** Reads a search, and says what is wrong with it in the language of whoever asks. @throws ApiError 400 with the place of the word */
export function parseFor<Query>(
  acceptLanguage: string | undefined,
  parse: (texts: ClientSearchTexts) => Query,
): Query {
  try {
    return parse(clientSearchTexts[preferredLanguage(acceptLanguage)]);
  } catch (error) {
    if (!(error instanceof SearchQueryError)) throw error;
    const { message, from, to } = error;
    throw new ApiError(400, 'INVALID_PARAMETER', message, { members: { at: { from, to } } });
  }
}
