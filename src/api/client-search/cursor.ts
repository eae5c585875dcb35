import { ApiError } from '../api-error.ts';
import type { Place, SortValue } from './top-rows.ts';

/** Where a list goes on: after this row. Callers have no business with what is in it. */
export function cursorAt({ value, clientId }: Place): string {
  return Buffer.from(JSON.stringify([clientId, value ?? null])).toString('base64url');
}

/** @throws ApiError 400 for a cursor that no answer gave */
export function placeOf(cursor: string | undefined): Place | undefined {
  if (cursor === undefined || cursor === '') return undefined;
  try {
    const [clientId, value] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const isValue = value === null || typeof value === 'string' || typeof value === 'number';
    if (typeof clientId === 'string' && isValue)
      return { clientId, value: (value ?? undefined) as SortValue };
  } catch {
    // It is refused below.
  }
  throw new ApiError(
    400,
    'INVALID_PARAMETER',
    `cursor is not one that an answer gave: ${cursor.slice(0, 100)}`,
  );
}
