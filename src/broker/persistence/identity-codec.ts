import type { Will } from '../../mqtt/packets.ts';
import type { ClientInfo } from '../events.ts';

/** What is kept of a session that only its CONNECT says. */
export interface Identity {
  readonly createdAt: number;
  readonly info: ClientInfo;
  readonly will: Will | undefined;
}

/** Stands in JSON for bytes, which it has no form for. */
interface Bytes {
  readonly $base64: string;
}

/** As JSON; credentials are not in it. */
export function encodeIdentity({ createdAt, info, will }: Identity): string {
  const { authenticationData: _, ...properties } = info.properties;
  return encode({ createdAt, info: { ...info, properties }, will });
}

export function decodeIdentity(json: string): Identity {
  return decode(json) as Identity;
}

export function encode(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, plain: unknown) {
    const original = this[key];
    return Buffer.isBuffer(original) ? { $base64: original.toString('base64') } : plain;
  });
}

export function decode(json: string): unknown {
  return JSON.parse(json, (_key, value: unknown) =>
    isBytes(value) ? Buffer.from(value.$base64, 'base64') : value,
  );
}

function isBytes(value: unknown): value is Bytes {
  return typeof value === 'object' && value !== null && typeof (value as Bytes).$base64 === 'string';
}
