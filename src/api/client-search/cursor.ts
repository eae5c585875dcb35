import { ApiError } from '../api-error.ts';
import type { Place, SortValue } from './top-rows.ts';

/** Where a list goes on: after this row. Callers have no business with what is in it. */
export function cursorAt({ value, clientId }: Place): string {
  return writeCursor([clientId, value ?? null]);
}

/** @throws ApiError 400 for a cursor that no answer gave */
export function placeOf(cursor: string | undefined): Place | undefined {
  return readCursor(cursor, ([clientId, value]) => {
    const isValue = value === null || typeof value === 'string' || typeof value === 'number';
    if (typeof clientId !== 'string' || !isValue) return undefined;
    return { clientId, value: (value ?? undefined) as SortValue };
  });
}

export function writeCursor(values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** @throws ApiError 400 where `read` knows nothing of what it holds */
export function readCursor<Place>(
  cursor: string | undefined,
  read: (values: readonly unknown[]) => Place | undefined,
): Place | undefined {
  if (cursor === undefined || cursor === '') return undefined;
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const place = Array.isArray(values) ? read(values) : undefined;
    if (place) return place;
  } catch {
    // It is refused below.
  }
  throw new ApiError(
    400,
    'INVALID_PARAMETER',
    `cursor is not one that an answer gave: ${cursor.slice(0, 100)}`,
  );
}
