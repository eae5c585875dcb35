import type { Markup } from './open-markup.ts';
import { cutText } from './text-cutting.ts';
import { sizeOf, type TextRoom } from './text-size.ts';

export interface Assembly {
  readonly title: string;
  /** What is cut when there is too little room. */
  readonly body: string;
  /** Links, then mentions: from the last on, as many as half of the room takes. */
  readonly end: readonly string[];
  /** Must stand in the result: it is added when it does not. */
  readonly keyword?: string | undefined;
}

/** Title, body and end below each other, within the room; what comes after the body survives every cut. */
export function assemble(
  { title, body, end, keyword }: Assembly,
  room: TextRoom,
  { markup, separator }: { markup: Markup; separator: string },
): string {
  const kept = lastLines(end.filter(Boolean), { ...room, limit: room.limit / 2 }, separator);
  const write = (...last: readonly string[]): string => {
    const lines = [...kept, ...last];
    const end = sizeOf(['', ...lines].join(separator), room.unit);
    // Mentions may stand before a title, and make it longer than what the end leaves.
    const heading = cutText(title, { ...room, limit: Math.max(0, room.limit - end) }, { markup });
    const used = sizeOf([...(heading ? [heading] : []), '', ...lines].join(separator), room.unit);
    const left = { ...room, limit: Math.max(0, room.limit - used) };
    return [heading, cutText(body, left, { markup }), ...lines].filter(Boolean).join(separator);
  };
  const whole = write();
  return !keyword || whole.includes(keyword) ? whole : write(keyword);
}

function lastLines(lines: readonly string[], { limit, unit }: TextRoom, separator: string): string[] {
  let used = 0;
  const dropped = lines.findLastIndex((line) => {
    used += sizeOf(line + separator, unit);
    return used > limit;
  });
  return lines.slice(dropped + 1);
}
