import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ReceivedRequest } from '../http-receiver.ts';

/** Minutes between the clocks that a receiver puts up with are usually five. */
const TOLERANCE = 300_000;

/**
 * Why a receiver that follows the Standard Webhooks specification refuses a request; undefined when it takes it. Written
 * from the specification and not from our own signing.
 */
export function refusalOf(request: ReceivedRequest, secret: string, now: number): string | undefined {
  const id = String(request.headers['webhook-id'] ?? '');
  const timestamp = String(request.headers['webhook-timestamp'] ?? '');
  const signatures = String(request.headers['webhook-signature'] ?? '').split(' ');
  if (id === '' || id.includes('.')) return 'no webhook-id';
  if (!/^\d+$/.test(timestamp)) return 'no webhook-timestamp';
  if (Math.abs(Number(timestamp) * 1000 - now) > TOLERANCE) return 'webhook-timestamp too far from now';
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${request.body}`).digest();
  const matches = signatures.some((signature) => {
    const [version, text = ''] = signature.split(',');
    const given = Buffer.from(text, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
  return matches ? undefined : 'no webhook-signature that matches';
}
