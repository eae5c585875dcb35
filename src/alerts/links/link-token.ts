import { crypto } from '../../lib/late-crypto.ts';

/** What a link leads to, and what its holder may do there. */
export interface LinkClaim {
  /** One alert, or all that one notification tells of. */
  readonly about: 'alert' | 'notification';
  /** An `orderedId`. */
  readonly id: string;
  /** `look`: read only. */
  readonly scope: 'look' | 'act';
  /** Unix milliseconds; kept to the minute, later rather than earlier. */
  readonly expiresAt: number;
}

const ABOUT = ['alert', 'notification'] as const;
const SCOPES = ['look', 'act'] as const;

const MINUTE = 60_000;
const ID_BYTES = 16;
const CLAIM_BYTES = 1 + ID_BYTES + 4;
/** 120 bits: nobody guesses them, and the whole token is 48 letters without padding. */
const MAC_BYTES = 15;

const TOKEN = /^[\w-]{48}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** 48 letters, digits, `-` and `_`; undefined for an id that is none. */
export function writeToken({ about, id, scope, expiresAt }: LinkClaim, key: Uint8Array): string | undefined {
  if (!UUID.test(id)) return undefined;
  const claim = Buffer.alloc(CLAIM_BYTES);
  claim.writeUInt8(ABOUT.indexOf(about) * 2 + SCOPES.indexOf(scope), 0);
  claim.write(id.replaceAll('-', ''), 1, 'hex');
  claim.writeUInt32BE(Math.min(Math.ceil(expiresAt / MINUTE), 0xffff_ffff), 1 + ID_BYTES);
  return Buffer.concat([claim, macOf(claim, key)]).toString('base64url');
}

/** Undefined when it was not written with this key; whether it has expired is for the caller to say. */
export function readToken(token: string, key: Uint8Array): LinkClaim | undefined {
  // The same work for what is no token at all: how long a refusal takes tells nothing.
  const bytes = TOKEN.test(token) ? Buffer.from(token, 'base64url') : Buffer.alloc(CLAIM_BYTES + MAC_BYTES);
  const claim = bytes.subarray(0, CLAIM_BYTES);
  if (!crypto().timingSafeEqual(macOf(claim, key), bytes.subarray(CLAIM_BYTES))) return undefined;
  const kind = claim.readUInt8(0);
  const about = ABOUT[kind >> 1];
  const scope = SCOPES[kind & 1];
  if (!about || !scope) return undefined;
  const hex = claim.toString('hex', 1, 1 + ID_BYTES);
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  );
  return { about, id, scope, expiresAt: claim.readUInt32BE(1 + ID_BYTES) * MINUTE };
}

function macOf(claim: Uint8Array, key: Uint8Array): Buffer {
  return crypto()
    .createHmac('sha256', key)
    .update('tocsin link 1')
    .update(claim)
    .digest()
    .subarray(0, MAC_BYTES);
}
