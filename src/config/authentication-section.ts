import { z } from 'zod';
import {
  type AuthenticatorSettings,
  InvalidAuthenticatorError,
  readAuthenticator,
} from '../broker/access/authentication/authenticator-settings.ts';
import { list } from './config-fields.ts';

/** More than one of each kind there cannot be. */
const MOST = 16;

const authenticator = z.unknown().transform((draft, context): AuthenticatorSettings => {
  try {
    return readAuthenticator(draft).settings;
  } catch (error) {
    if (!(error instanceof InvalidAuthenticatorError)) throw error;
    const { sentence, place, isName } = error;
    context.addIssue({ code: 'custom', message: sentence, path: [...place], params: { isName } });
    return z.NEVER;
  }
});

export const authentication = list(authenticator, MOST)
  .superRefine((chain, context) => {
    const ids = new Set<string>();
    for (const [index, settings] of chain.entries()) {
      const { id } = readAuthenticator(settings);
      if (ids.has(id)) {
        context.addIssue({
          code: 'custom',
          path: [index],
          message: `there is a ${id} before it already: keep one`,
        });
      }
      ids.add(id);
    }
  })
  .prefault([])
  .describe('Who checks clients, one after the other: see access.md');
