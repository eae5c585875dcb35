/** A client as the search of the API has it, as far as it is shown here. */
export interface ShownClient {
  readonly clientid: string;
  readonly username: string | null;
  readonly state: string;
  readonly banned: boolean;
  readonly ip_address: string | null;
  readonly listener: string | null;
  readonly proto_ver: number | null;
  readonly connected_at?: string;
  /** Null of one that never was. */
  readonly last_seen_at: string | null;
  readonly reason: string | null;
  readonly flaps_24h: number;
  readonly subscriptions_cnt: number;
  readonly mqueue_len: number;
}

interface FoundRows {
  readonly data: readonly ShownClient[];
}

type Poster = { post<Answer>(path: string, body: object): Promise<Answer> };

/** Ids of one request. */
const AT_ONCE = 500;

/** Those of the clients that are known, by their ids; with words, those of them that fit. */
export async function rowsOf(api: Poster, ids: readonly string[], q?: string): Promise<ShownClient[]> {
  const rows: ShownClient[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const body = { ids: ids.slice(from, from + AT_ONCE), ...(q && { q }) };
    rows.push(...(await api.post<FoundRows>('/client_search/rows', body)).data);
  }
  return rows;
}

/** As the dashboard says it: a ban shows where nobody is connected. */
export function stateOf({ state, banned }: ShownClient): string {
  return banned && state !== 'online' ? 'banned' : state;
}

/** A client id as a part of a path, whatever is in it. */
export function clientPath(clientId: string): string {
  const isPlain = clientId.isWellFormed() && !/^\.{0,2}$/.test(clientId);
  return isPlain ? encodeURIComponent(clientId) : `~base64url:${Buffer.from(clientId).toString('base64url')}`;
}
