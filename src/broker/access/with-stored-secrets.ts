import { KeptSecretError, keepSecrets } from '../../lib/secrets/kept-secrets.ts';
import { AccessError } from './access-error.ts';

/**
 * What was sent, with the stored secrets where it says `******`.
 * @throws AccessError BAD_REQUEST when there is none to keep, or when it would go to another host
 */
export function withStoredSecrets(sent: unknown, stored: unknown): unknown {
  try {
    return keepSecrets(sent, stored);
  } catch (error) {
    throw error instanceof KeptSecretError ? new AccessError('BAD_REQUEST', error.message) : error;
  }
}
