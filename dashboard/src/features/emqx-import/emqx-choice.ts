import type { EmqxImportRow } from '../../../../src/api/contract.ts';
import type { EmqxChoice } from './emqx-imports.ts';

type Offer = EmqxImportRow['offers'][number];

/** What is ticked: rows by their ids, offers by both. */
export interface Ticks {
  readonly rows: ReadonlySet<string>;
  readonly offers: ReadonlySet<string>;
}

/** Whether there is something to take over: what is there already has only its offers left. */
export function isOpen({ what, offers }: EmqxImportRow): boolean {
  return what === 'add' || what === 'change' || (what === 'same' && offers.length > 0);
}

export function firstTicks(rows: readonly EmqxImportRow[]): Ticks {
  const ticked = rows.filter((row) => row.selected && row.what !== 'same');
  return { rows: new Set(ticked.map(({ id }) => id)), offers: new Set() };
}

export const offerKey = (row: EmqxImportRow, offer: Offer): string => `${row.id}\n${offer.id}`;

export function withRow({ rows, offers }: Ticks, row: EmqxImportRow, isTicked: boolean): Ticks {
  const next = new Set(rows);
  const left = new Set(offers);
  if (isTicked) next.add(row.id);
  else {
    next.delete(row.id);
    for (const offer of row.offers) left.delete(offerKey(row, offer));
  }
  return { rows: next, offers: left };
}

/** An offer is about its row, so that this is taken over too. */
export function withOffer(ticks: Ticks, row: EmqxImportRow, offer: Offer, isTicked: boolean): Ticks {
  const offers = new Set(ticks.offers);
  if (!isTicked) {
    offers.delete(offerKey(row, offer));
    return { ...ticks, offers };
  }
  offers.add(offerKey(row, offer));
  return { rows: new Set([...ticks.rows, row.id]), offers };
}

export function withAll(ticks: Ticks, rows: readonly EmqxImportRow[], isTicked: boolean): Ticks {
  return rows.filter(isOpen).reduce((next, row) => withRow(next, row, isTicked), ticks);
}

export function choiceOf(rows: readonly EmqxImportRow[], ticks: Ticks): EmqxChoice {
  const chosen = rows.filter((row) => isOpen(row) && ticks.rows.has(row.id));
  return {
    only: chosen.map(({ id }) => id),
    offers: chosen.flatMap((row) =>
      row.offers
        .filter((offer) => ticks.offers.has(offerKey(row, offer)))
        .map(({ id }) => ({ row: row.id, offer: id })),
    ),
  };
}
