import { crypto } from '../../../lib/late-crypto.ts';

/** Base64. Time and secret are the key, and nothing is signed with it. @param timestamp Unix seconds */
export function feishuSign(timestamp: string, secret: string): string {
  return crypto().createHmac('sha256', `${timestamp}\n${secret}`).digest('base64');
}

/** The members that a signed body has beside its message. @param now Unix milliseconds */
export function feishuSignature(
  secret: string | undefined,
  now: number,
): { timestamp: string; sign: string } | undefined {
  if (!secret) return undefined;
  const timestamp = String(Math.floor(now / 1000));
  return { timestamp, sign: feishuSign(timestamp, secret) };
}
