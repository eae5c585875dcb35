import type { PageOf } from '../../lib/page-of.ts';
import type { ClientRecord, ClientRecordSearch, Span } from '../client-record.ts';
import type { JournalDatabase } from './journal-database.ts';

type SqlValue = string | number;

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
