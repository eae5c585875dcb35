import { createHash, randomInt } from 'node:crypto';

const COUNT = 10;
/** Without letters and digits that are taken for one another. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LENGTH = 4;

/**
 * Codes for who lost the authenticator app, each good once: 79 random bits as `k7dm-2xqp-…`, so that one round of a hash
 * keeps them as well as a slow one would.
 */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: COUNT }, () => Array.from({ length: GROUPS }, group).join('-'));
}

/** What is kept of a code. Spaces, dashes and capitals do not count: people copy them by hand. */
export function recoveryCodeHash(code: string): string {
  const plain = code.toLowerCase().replaceAll(/[\s-]/g, '');
  return createHash('sha256').update(`recovery code ${plain}`).digest('base64');
}

function group(): string {
  return Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
