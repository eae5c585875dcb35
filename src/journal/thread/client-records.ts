import type { PageOf } from '../../lib/page-of.ts';
import type {
  ClientRecord,
  ClientRecordSearch,
  RememberedPage,
  RememberedRow,
  Span,
} from '../client-record.ts';
import { isDrop } from '../clients/drops.ts';
import type { JournalDatabase } from './journal-database.ts';

type SqlValue = string | number;

/** Connections of a client that are looked at for drops. */
const MOST_SPANS = 200;

/** Reads what is remembered of clients. */
export class ClientRecords {
  readonly #database: JournalDatabase;

  constructor(database: JournalDatabase) {
    this.#database = database;
  }

  /** Those that are online first, then those that went last. */
  page(search: ClientRecordSearch): PageOf<ClientRecord> {
    const { condition, values } = conditionOf(search);
    const count = this.#database.number(`SELECT count(*) FROM clients${condition}`, ...values);
    const rows = this.#database
      .prepare(
        `SELECT * FROM clients${condition}
          ORDER BY online DESC, CASE online WHEN 1 THEN connected_at ELSE disconnected_at END DESC, clientid LIMIT ? OFFSET ?`,
      )
      .all(...values, search.take, search.skip);
    return { rows: rows.map(recordOf), count, hasMore: search.skip + rows.length < count };
  }

  /** Some of all, by client id. @param dropsFrom Unix milliseconds: how far back lost connections are of interest */
  remembered(after: string, limit: number, dropsFrom: number): RememberedPage {
    const rows = this.#database
      .prepare('SELECT * FROM clients WHERE clientid > ? ORDER BY clientid LIMIT ?')
      .all(after, limit);
    const clients = rows.map((row): RememberedRow => {
      const lastSeen = (row.disconnected_at ?? row.connected_at ?? row.first_seen) as number;
      return [
        row.clientid as string,
        row.username as string | null,
        row.peerhost as string | null,
        row.online === 1,
        lastSeen,
        row.reason as string | null,
        Number(row.disconnected_at ?? 0) < dropsFrom ? null : this.#drops(row.last_span as number, dropsFrom),
      ];
    });
    return { clients, next: rows.length < limit ? undefined : clients.at(-1)?.[0] };
  }

  #drops(lastSpan: number | null, from: number): number[] | null {
    const drops: number[] = [];
    let next = lastSpan;
    for (let looked = 0; next !== null && looked < MOST_SPANS; looked++) {
      const row = this.#database.prepare('SELECT * FROM spans WHERE id = ?').get(next);
      if (!row || (row.disconnected_at as number) < from) break;
      if (isDrop(row.reason as string)) drops.push(row.disconnected_at as number);
      next = row.previous as number | null;
    }
    return drops.length === 0 ? null : drops;
  }

  get(clientId: string): ClientRecord | undefined {
    const row = this.#database.prepare('SELECT * FROM clients WHERE clientid = ?').get(clientId);
    return row && recordOf(row);
  }

  /** Its connections, the last one first; undefined when the client is not known. */
  history(clientId: string, limit: number): Span[] | undefined {
    const client = this.#database.prepare('SELECT * FROM clients WHERE clientid = ?').get(clientId);
    if (!client) return undefined;
    const spans: Span[] = [];
    if (client.online === 1) {
      spans.push({
        connectedAt: client.connected_at as number,
        disconnectedAt: undefined,
        reason: undefined,
      });
    }
    let next = client.last_span as number | null;
    while (next !== null && spans.length < limit) {
      const row = this.#database.prepare('SELECT * FROM spans WHERE id = ?').get(next);
      if (!row) break;
      spans.push({
        connectedAt: row.connected_at as number,
        disconnectedAt: row.disconnected_at as number,
        reason: row.reason as string,
      });
      next = row.previous as number | null;
    }
    return spans;
  }
}

function conditionOf(search: ClientRecordSearch): { condition: string; values: SqlValue[] } {
  const { isOnline, clientIds, likeClientId, likeUsername, username, reason, seenFrom, seenTo } = search;
  const conditions: string[] = [];
  const values: SqlValue[] = [];
  const add = (condition: string, ...more: SqlValue[]) => {
    conditions.push(condition);
    values.push(...more);
  };
  if (isOnline !== undefined) add('online = ?', isOnline ? 1 : 0);
  if (clientIds) add(`clientid IN (${clientIds.map(() => '?').join(', ')})`, ...clientIds);
  if (likeClientId !== undefined) add('instr(clientid, ?) > 0', likeClientId);
  if (likeUsername !== undefined) add('instr(username, ?) > 0', likeUsername);
  if (username !== undefined) add('username = ?', username);
  if (reason !== undefined) add('reason = ?', reason);
  if (seenFrom !== undefined) add('(online = 1 OR disconnected_at >= ?)', seenFrom);
  if (seenTo !== undefined) add('(online = 0 AND disconnected_at <= ?)', seenTo);
  return { condition: conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`, values };
}

function recordOf(row: Record<string, unknown>): ClientRecord {
  return {
    clientId: row.clientid as string,
    username: (row.username as string | null) ?? undefined,
    peerHost: (row.peerhost as string | null) ?? undefined,
    isOnline: row.online === 1,
    firstSeen: row.first_seen as number,
    connectedAt: (row.connected_at as number | null) ?? undefined,
    disconnectedAt: (row.disconnected_at as number | null) ?? undefined,
    reason: (row.reason as string | null) ?? undefined,
    connects: row.connects as number,
    disconnects: row.disconnects as number,
  };
}
