import { Problem } from '../../shared/api/problem.ts';
import type { secondStepTexts } from './second-step.texts.ts';
import type { signInTexts } from './sign-in.texts.ts';
import { signInProblem } from './sign-in-problem.ts';

/** What an app has to be given, where the answer asks for one to be set up. */
export interface AppKeyFacts {
  readonly secret: string;
  readonly uri: string;
}

/** Whether a sign-in was refused for want of a code only, and with which key an app has to be set up first. */
export function codeWantedBy(error: unknown): { readonly app: AppKeyFacts | undefined } | undefined {
  if (!(error instanceof Problem) || error.code !== 'BAD_MFA_TOKEN') return undefined;
  const { error: why, secret, uri } = error.body as { error?: string; secret?: string; uri?: string };
  if (why !== 'missing_mfa_token') return undefined;
  return { app: secret !== undefined && uri !== undefined ? { secret, uri } : undefined };
}

/** Why a code was not taken. */
export function secondStepProblem(
  error: unknown,
  words: (typeof secondStepTexts)['en'],
  signInWords: (typeof signInTexts)['en'],
): string {
  if (error instanceof Problem) {
    if (error.code === 'BAD_MFA_TOKEN') return words.codeWrong;
    if (error.code === 'LOGIN_LOCKED') return words.codesLocked;
    if (error.status === 409) return words.expired;
  }
  return signInProblem(error, signInWords);
}
