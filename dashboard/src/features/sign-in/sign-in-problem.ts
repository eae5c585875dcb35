import { Problem } from '../../shared/api/problem.ts';
import type { signInTexts } from './sign-in.texts.ts';

/** Why somebody did not get in, in words that tell nothing about which of the two was wrong. */
export function signInProblem(error: unknown, words: (typeof signInTexts)['en']): string {
  if (!(error instanceof Problem)) return String(error);
  if (error.isUnreachable) return words.noAnswer;
  if (error.code === 'LOGIN_LOCKED') return words.locked;
  if (error.status === 429) return words.throttled(error.retryAfter);
  // A name or password that is too long is refused before it is looked at: that is no other answer for people.
  if (error.status === 401 || error.status === 400) return words.wrong;
  return error.message;
}
