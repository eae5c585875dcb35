import type { ClientFacts } from '../../broker/door.ts';
import type { RememberedClient } from '../../journal/door.ts';
import type { Candidate, ClientState } from './candidate.ts';
import { FirstRows } from './first-rows.ts';

const STATES: readonly ClientState[] = ['online', 'offline', 'gone', 'never_seen'];

export type SortValue = string | number | undefined;

/** By what the rows can be sorted. What has no value comes last, in both directions. */
export const sortValues = {
  clientid: () => undefined,
  state: (client) => STATES.indexOf(client.state),
  username: ({ username }) => username,
  ip_address: ({ peerHost }) => peerHost,
  listener: ({ session }) => session?.info.listener,
  proto_ver: ({ session }) => session?.info.protocolVersion,
  subscriptions_cnt: ({ session }) => session?.subscriptions.size,
  mqueue_len: ({ session }) => session?.queueLength,
  last_seen_at: ({ lastSeen }) => lastSeen,
  connected_at: ({ onlineSince }) => onlineSince,
  reason: ({ reason }) => reason,
  flaps_24h: ({ drops }) => drops,
} as const satisfies Record<string, (client: Candidate) => SortValue>;

export type SortName = keyof typeof sortValues;

export interface RowOrder {
  readonly name: SortName;
  readonly isDescending: boolean;
}

/** Where a list goes on: after this row. */
export interface Place {
  readonly value: SortValue;
  readonly clientId: string;
}

export interface FoundClient extends Place {
  readonly session: ClientFacts | undefined;
  readonly record: RememberedClient | undefined;
  readonly expectedBy: string | undefined;
}

/** The first clients of an order. */
export class TopRows {
  readonly #name: SortName;
  readonly #rows: FirstRows<Place, FoundClient>;

  constructor({ name, isDescending }: RowOrder, after: Place | undefined, most: number) {
    this.#name = name;
    this.#rows = new FirstRows(comparison(name, isDescending), after, most);
  }

  add(client: Candidate): void {
    const place = { value: sortValues[this.#name](client), clientId: client.clientId };
    if (!this.#rows.isWanted(place)) return;
    const { session, record, expectedBy } = client;
    this.#rows.push({ ...place, session, record, expectedBy });
  }

  finish(): FoundClient[] {
    return this.#rows.finish();
  }
}

function comparison(name: SortName, isDescending: boolean): (a: Place, b: Place) => number {
  return (a, b) => {
    const byName = a.clientId < b.clientId ? -1 : a.clientId > b.clientId ? 1 : 0;
    if (name === 'clientid') return isDescending ? -byName : byName;
    const missing = Number(isMissing(a.value)) - Number(isMissing(b.value));
    if (missing !== 0) return missing;
    if (isMissing(a.value) || a.value === b.value) return byName;
    const order = (a.value as string) < (b.value as string) ? -1 : 1;
    return isDescending ? -order : order;
  };
}

function isMissing(value: SortValue): boolean {
  return value === undefined || value === '' || value === null;
}
