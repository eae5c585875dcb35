export type Strength = 'weak' | 'fair' | 'strong';

/** What people take first, in any mixture of case and with digits behind. */
const USUAL =
  /^(password|passw0rd|admin|administrator|qwerty|qwertz|letmein|welcome|tocsin|emqx|public|changeme|iloveyou|abc|test|root|mqtt)[\d!@#.]*$/i;
/** The server takes 8 to 64 printable ASCII characters of two of these kinds. */
const KINDS = [/[a-z]/i, /\d/, /[^a-z\d]/i];
const PRINTABLE = /^[\x20-\x7e]*$/;

/** Whether the server takes it. */
export function isAcceptable(password: string): boolean {
  return (
    password.length >= 8 &&
    password.length <= 64 &&
    PRINTABLE.test(password) &&
    KINDS.filter((kind) => kind.test(password)).length >= 2
  );
}

/** How long guessing would take, roughly: length counts most, repetition and what everybody takes count nothing. */
export function strengthOf(password: string): Strength {
  if (!isAcceptable(password) || USUAL.test(password)) return 'weak';
  const different = new Set(password.toLowerCase()).size;
  const kinds = KINDS.filter((kind) => kind.test(password)).length;
  const score = Math.min(password.length, different * 1.5) + kinds * 2;
  if (score >= 18) return 'strong';
  return score >= 12 ? 'fair' : 'weak';
}
