import { AccessError } from '../access-error.ts';

/**
 * The ids with one of them moved.
 * @param position `front`, `rear`, `before:ID` or `after:ID`
 * @throws AccessError BAD_REQUEST, NOT_FOUND
 */
export function movedTo(ids: readonly string[], id: string, position: string): string[] {
  const others = ids.filter((other) => other !== id);
  if (position === 'front') return [id, ...others];
  if (position === 'rear') return [...others, id];
  const [, side, neighbour = ''] = /^(before|after):(.+)$/.exec(position) ?? [];
  if (side === undefined) {
    throw new AccessError(
      'BAD_REQUEST',
      `${position} is no position: write front, rear, before:ID or after:ID`,
    );
  }
  const index = others.indexOf(neighbour);
  if (index < 0) throw new AccessError('NOT_FOUND', `there is no other one called ${neighbour}`);
  return others.toSpliced(side === 'before' ? index : index + 1, 0, id);
}
