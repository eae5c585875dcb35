import type { SessionMessage } from '../broker/door.ts';
import { ApiError } from './api-error.ts';

/** A place in a list of messages that others leave meanwhile. */
export interface Position {
  /** EMQX has nanoseconds here; these are the milliseconds of the message and six digits that make them unique. */
  readonly insertedAt: string;
  readonly priority: number;
}

/** Where a list begins, and where an empty one ends. */
export const NOWHERE = 'none';

const ORDER_DIGITS = 6;

export function positionOf({ message, priority, order }: SessionMessage): Position {
  const unique = String(order % 10 ** ORDER_DIGITS).padStart(ORDER_DIGITS, '0');
  return { insertedAt: `${message.receivedAt}${unique}`, priority };
}

/** `infinity` is how EMQX writes the priority of topics that stand above all others. */
export function priorityText(priority: number): number | 'infinity' {
  return priority === Number.POSITIVE_INFINITY ? 'infinity' : priority;
}

/** @throws ApiError 400 for what no answer gave; undefined is the beginning */
export function parsePosition(text: string, pattern: RegExp): Position | undefined {
  if (text === NOWHERE) return undefined;
  const [, insertedAt, priority = '0'] = pattern.exec(text) ?? [];
  if (insertedAt === undefined)
    throw new ApiError(400, 'INVALID_PARAMETER', `position is not one that an answer gave: ${text}`);
  return { insertedAt, priority: priority === 'infinity' ? Number.POSITIVE_INFINITY : Number(priority) };
}

/** The messages after a position; if the message there has left, those that would stand behind it. */
export function messagesAfter(
  messages: readonly SessionMessage[],
  position: Position | undefined,
): readonly SessionMessage[] {
  if (!position) return messages;
  const places = messages.map(positionOf);
  const exact = places.findIndex((place) => compare(place, position) === 0);
  if (exact >= 0) return messages.slice(exact + 1);
  const next = places.findIndex((place) => compare(place, position) > 0);
  return next < 0 ? [] : messages.slice(next);
}

/** The higher priority first, then the earlier one. */
function compare(a: Position, b: Position): number {
  if (a.priority !== b.priority) return a.priority > b.priority ? -1 : 1;
  const difference = BigInt(a.insertedAt) - BigInt(b.insertedAt);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
