import { type EventId, MOST_NUMBERS, NUMBER_BITS } from '../recorded-event.ts';

/** Under which an event is stored: its milliseconds, then its number among those of them. */
export function keyOf({ at, n }: EventId): bigint {
  return (BigInt(at) << BigInt(NUMBER_BITS)) | BigInt(n);
}

export function firstKeyAt(at: number): bigint {
  return BigInt(Math.max(0, Math.floor(at))) << BigInt(NUMBER_BITS);
}

export function idOf(key: bigint): EventId {
  return { at: Number(key >> BigInt(NUMBER_BITS)), n: Number(key & BigInt(MOST_NUMBERS - 1)) };
}
