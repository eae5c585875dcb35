import { randomFillSync } from 'node:crypto';

/** A span as others name it (W3C Trace Context); those that are not sampled have none here. */
export interface SpanContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  /** What vendors add; handed on as it came. */
  readonly traceState?: string | undefined;
}

export interface RemoteParent extends SpanContext {
  readonly isSampled: boolean;
}

const TRACEPARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);
/** Bytes that are handed on at most (§3.3.1.5 asks for 512 at least). */
const LONGEST_STATE = 512;

/** Undefined for a text that is none; a later version is read as far as this one goes (§3.2.2.1 ff.). */
export function parseTraceparent(text: string, traceState?: string): RemoteParent | undefined {
  const [, version, traceId = '', spanId = '', flags = '', more] = TRACEPARENT.exec(text) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (traceId === NO_TRACE || spanId === NO_SPAN) return undefined;
  const isSound =
    traceState !== undefined && traceState.length <= LONGEST_STATE && /^[\x20-\x7e]+$/.test(traceState);
  return {
    traceId,
    spanId,
    traceState: isSound ? traceState : undefined,
    isSampled: (Number.parseInt(flags, 16) & 1) === 1,
  };
}

export function traceparentOf({ traceId, spanId }: SpanContext): string {
  return `00-${traceId}-${spanId}-01`;
}

export function childOf(parent: SpanContext | undefined): SpanContext {
  const spanId = randomHex(8);
  if (parent === undefined) return { traceId: randomHex(16), spanId };
  return { traceId: parent.traceId, spanId, traceState: parent.traceState };
}

/** Taken from the system many at a time: to ask for eight bytes takes microseconds. */
const randomness = Buffer.allocUnsafe(4096);
let taken = randomness.length;

function randomHex(bytes: number): string {
  if (taken + bytes > randomness.length) {
    randomFillSync(randomness);
    taken = 0;
  }
  taken += bytes;
  return randomness.toString('hex', taken - bytes, taken);
}
