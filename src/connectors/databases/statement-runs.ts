import type { Parcel } from '../connector.ts';
import type { SqlRequest } from './sql-request.ts';

/** Parcels that follow each other and have the same statement, together; in their order. */
export function runsOf(parcels: readonly Parcel<SqlRequest>[]): Parcel<SqlRequest>[][] {
  const runs: Parcel<SqlRequest>[][] = [];
  for (const parcel of parcels) {
    const last = runs.at(-1);
    if (last?.[0]?.request.sql === parcel.request.sql) last.push(parcel);
    else runs.push([parcel]);
  }
  return runs;
}
