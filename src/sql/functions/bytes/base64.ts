import { SqlRuntimeError } from '../../sql-error.ts';

interface Base64Options {
  readonly padding: boolean;
  /** RFC 4648 §5: - and _ in place of + and /. */
  readonly urlSafe: boolean;
}

export function encodeBase64(bytes: Buffer, { padding, urlSafe }: Base64Options): string {
  const text = bytes.toString(urlSafe ? 'base64url' : 'base64');
  if (urlSafe) return padding ? text.padEnd(Math.ceil(text.length / 4) * 4, '=') : text;
  return padding ? text : text.replace(/={1,2}$/, '');
}

/** Blanks and line ends do not count. @throws SqlRuntimeError for anything else that is not of the alphabet */
export function decodeBase64(text: string, { padding, urlSafe }: Base64Options): Buffer {
  const digits = text.replace(/[ \t\r\n]/g, '');
  const alphabet = urlSafe ? /^[A-Za-z0-9_-]*={0,2}$/ : /^[A-Za-z0-9+/]*={0,2}$/;
  const length = digits.replace(/={1,2}$/, '').length;
  const isWhole = padding || digits.length > length ? digits.length % 4 === 0 : length % 4 !== 1;
  if (!alphabet.test(digits) || !isWhole) throw new SqlRuntimeError({ code: 'notBase64' });
  return Buffer.from(digits, urlSafe ? 'base64url' : 'base64');
}
