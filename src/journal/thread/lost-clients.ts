import { BROKER_STOPPED, type LostClient } from '../client-record.ts';
import { firstKeyAt } from './event-key.ts';
import type { JournalDatabase } from './journal-database.ts';

/** Since when there are clients that were lost and are not told of: Unix milliseconds. */
const MARK = 'lost_since';

/** The connections of so many clients ended with the process; those that an earlier start did not tell of are not forgotten. */
export function markLost(database: JournalDatabase, at: number): void {
  database.prepare('INSERT OR IGNORE INTO meta VALUES (?, ?)').run(MARK, at);
}

export function forgetLost(database: JournalDatabase): void {
  database.prepare('DELETE FROM meta WHERE name = ?').run(MARK);
}

/** By client id, after a place. */
export function lostClients(database: JournalDatabase, after: string, limit: number): LostClient[] {
  const since = database.prepare('SELECT value FROM meta WHERE name = ?').get(MARK)?.value;
  if (since === undefined) return [];
  return database
    .prepare(
      `SELECT clientid, username, peerhost, connected_at, disconnected_at FROM clients
       WHERE clientid > ? AND online = 0 AND reason = ? AND disconnected_at >= ? ORDER BY clientid LIMIT ?`,
    )
    .all(after, BROKER_STOPPED, since, limit)
    .map((row) => {
      const clientId = String(row.clientid);
      const connectedAt = Number(row.connected_at);
      return {
        clientId,
        username: textOf(row.username),
        peerHost: textOf(row.peerhost),
        connectedAt,
        lostAt: Number(row.disconnected_at),
        columns: connectColumns(database, clientId, connectedAt),
      };
    });
}

/** Events lie in the order of their times, so that few are looked at. */
function connectColumns(database: JournalDatabase, clientId: string, at: number): string | undefined {
  const row = database
    .prepare(
      `SELECT columns FROM events JOIN kinds ON kinds.id = kind
       WHERE events.id >= ? AND events.id < ? AND clientid = ? AND name = 'client.connected'`,
    )
    .get(firstKeyAt(at), firstKeyAt(at + 1), clientId);
  return textOf(row?.columns);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
