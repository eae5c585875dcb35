import type { ClientFacts } from '../../broker/door.ts';
import type { RememberedClient } from '../../journal/door.ts';
import type { Candidate } from './candidate.ts';

export type SortValue = string | number | undefined;

/** By what the rows can be sorted. What has no value comes last, in both directions. */
export const sortValues = {
  clientid: () => undefined,
  state: (client) => (client.isOnline ? 0 : client.session ? 1 : 2),
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
}

/** Keeps the first rows of an order out of any number, which are never sorted all. */
export class TopRows {
  readonly #order: RowOrder;
  readonly #after: Place | undefined;
  readonly #most: number;
  #rows: FoundClient[] = [];
  /** The last of those that are wanted for sure. */
  #worst: FoundClient | undefined;

  constructor(order: RowOrder, after: Place | undefined, most: number) {
    this.#order = order;
    this.#after = after;
    this.#most = most;
  }

  add(client: Candidate): void {
    const value = sortValues[this.#order.name](client);
    const place = { value, clientId: client.clientId };
    if (this.#after && this.#compare(place, this.#after) <= 0) return;
    if (this.#worst && this.#compare(place, this.#worst) >= 0) return;
    this.#rows.push({ ...place, session: client.session, record: client.record });
    if (this.#rows.length >= 2 * this.#most) this.#cut();
  }

  finish(): FoundClient[] {
    this.#cut();
    return this.#rows;
  }

  #cut(): void {
    this.#rows.sort((a, b) => this.#compare(a, b));
    this.#rows.length = Math.min(this.#rows.length, this.#most);
    if (this.#rows.length === this.#most) this.#worst = this.#rows.at(-1);
  }

  #compare(a: Place, b: Place): number {
    const { name, isDescending } = this.#order;
    const byName = a.clientId < b.clientId ? -1 : a.clientId > b.clientId ? 1 : 0;
    if (name === 'clientid') return isDescending ? -byName : byName;
    const missing = Number(isMissing(a.value)) - Number(isMissing(b.value));
    if (missing !== 0) return missing;
    if (isMissing(a.value) || a.value === b.value) return byName;
    const order = (a.value as string) < (b.value as string) ? -1 : 1;
    return isDescending ? -order : order;
  }
}

function isMissing(value: SortValue): boolean {
  return value === undefined || value === '' || value === null;
}
