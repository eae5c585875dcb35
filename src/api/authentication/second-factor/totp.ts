import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What every authenticator app takes: RFC 6238 with SHA-1, 30 seconds, 6 digits. */
const STEP_MS = 30_000;
const DIGITS = 6;
/** As long as the hash, as RFC 4226 §4 asks (R6). */
const KEY_BYTES = 20;
/** Steps before and after the present one whose codes are good too: clocks differ, and people type slowly (RFC 6238 §5.2). */
const DRIFT = 1;

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new key as base32 without padding, as apps take it. */
export function newTotpSecret(): string {
  return base32(randomBytes(KEY_BYTES));
}

/** The code of a step: RFC 4226 §5.3 over the number of the step. */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7f_ff_ff_ff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

export function totpStep(now: number): number {
  return Math.floor(now / STEP_MS);
}

/**
 * The step whose code this is. Every step is compared, so that the time tells nothing.
 * @param after steps up to this one were used already: their codes are good no more
 * @returns undefined for a wrong or a used code
 */
export function matchingStep(
  secret: string,
  code: string,
  { now, after }: { now: number; after: number },
): number | undefined {
  const given = Buffer.from(code.replaceAll(/\s/g, '').padEnd(DIGITS));
  const present = totpStep(now);
  let found: number | undefined;
  for (let step = present - DRIFT; step <= present + DRIFT; step++) {
    const expected = Buffer.from(totpCode(secret, step));
    const isRight = given.length === expected.length && timingSafeEqual(given, expected);
    if (isRight && step > after) found = step;
  }
  return found;
}

/** What the QR code of an authenticator app holds. */
export function totpUri(username: string, secret: string, node: string): string {
  const label = `Tocsin:${encodeURIComponent(`${username}@${node}`)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=Tocsin&algorithm=SHA1&digits=${DIGITS}&period=${STEP_MS / 1000}`;
}

function base32(bytes: Buffer): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((digit) => BASE32.indexOf(digit).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
