import { BROKER_STOPPED } from '../client-record.ts';
import type { EventId, RecordedEvent } from '../recorded-event.ts';
import { keyOf } from './event-key.ts';
import type { JournalDatabase } from './journal-database.ts';
import { markLost } from './lost-clients.ts';

/** How much is kept: clients, of which those that have been away longest go first, and connections of all of them. */
export const REGISTRY_LIMITS = { clients: 200_000, spans: 1_000_000 };
/** Bytes that a client takes, and one of its connections. */
const CLIENT_BYTES = 150;
const SPAN_BYTES = 40;
/** The part of the journal's size that clients may take, and connections. */
const PART = 8;

/** A small journal remembers fewer: what clients take is not there for events. */
export function registryLimits(maximumSize: number): typeof REGISTRY_LIMITS {
  const { clients, spans } = REGISTRY_LIMITS;
  return {
    clients: Math.min(clients, Math.floor(maximumSize / PART / CLIENT_BYTES)),
    spans: Math.min(spans, Math.floor(maximumSize / PART / SPAN_BYTES)),
  };
}

/** Clients whose changes wait to be written together. */
const MOST_CHANGED = 10_000;

interface Change {
  readonly isConnect: boolean;
  readonly at: number;
  readonly connectedAt: number;
  readonly reason: string;
  readonly username: string | null;
  readonly peerHost: string | null;
}

interface ClientRow {
  clientid: string;
  username: string | null;
  peerhost: string | null;
  first_seen: number;
  online: number;
  connected_at: number | null;
  disconnected_at: number | null;
  reason: string | null;
  connects: number;
  disconnects: number;
  last_span: number | null;
}

/** The kinds of events that it is made from. */
const PRESENCE: ReadonlySet<string> = new Set(['client.connected', 'client.disconnected']);

/**
 * Writes what is remembered of clients. Changes are gathered and written in the order of client ids: one by one they would
 * touch another page of the file each. Those that a killed process had not written come again from the recorded events.
 */
export class ClientRegistry {
  readonly #database: JournalDatabase;
  readonly #limits: typeof REGISTRY_LIMITS;
  readonly #changes = new Map<string, Change[]>();
  #newest: EventId | undefined;
  #count: number;
  #lastSpan: number;

  constructor(database: JournalDatabase, limits = REGISTRY_LIMITS) {
    this.#database = database;
    this.#limits = limits;
    this.#count = database.number('SELECT count(*) FROM clients');
    this.#lastSpan = database.number('SELECT max(id) FROM spans');
  }

  /** @param records in their order; those that tell of no client that comes or goes are passed over */
  note(records: readonly RecordedEvent[]): void {
    for (const record of records) {
      if (record.clientId === undefined || !PRESENCE.has(record.event)) continue;
      const change = changeOf(record);
      const waiting = this.#changes.get(record.clientId);
      if (waiting) waiting.push(change);
      else this.#changes.set(record.clientId, [change]);
      this.#newest = record;
    }
  }

  get isFull(): boolean {
    return this.#changes.size >= MOST_CHANGED;
  }

  /** Writes what has changed, in a transaction of its own. @param aliveAt Unix milliseconds: until when the process is known to have run */
  write(aliveAt: number): void {
    this.#database.transact(() => {
      this.#setMeta('alive_at', aliveAt);
      for (const clientId of [...this.#changes.keys()].sort()) {
        this.#apply(clientId, this.#changes.get(clientId) ?? []);
      }
      if (this.#newest) this.#setMeta('noted', keyOf(this.#newest));
      this.#keepWithinBounds();
    });
    this.#changes.clear();
  }

  /**
   * Picks up where another process ended: what it had recorded and not noted, and the connections that ended with it.
   * @returns how many clients were online
   */
  takeOver(): number {
    const noted = this.#database.prepare(`SELECT value FROM meta WHERE name = 'noted'`);
    noted.setReadBigInts(true);
    const key = (noted.get()?.value as bigint | undefined) ?? 0n;
    const missed =
      this.#database.prepare(`SELECT events.id >> 20 AS at, events.id & 1048575 AS n, name AS event, clientid AS clientId, columns
      FROM events JOIN kinds ON kinds.id = kind WHERE events.id > ? AND name IN ('client.connected', 'client.disconnected')
      ORDER BY events.id`);
    let aliveAt = this.#database.number(`SELECT value FROM meta WHERE name = 'alive_at'`);
    for (const row of missed.iterate(key)) this.note([row as unknown as RecordedEvent]);
    aliveAt = Math.max(aliveAt, this.#database.number('SELECT max(id) >> 20 FROM events'));
    this.write(aliveAt);
    const online = this.#database
      .prepare('SELECT * FROM clients WHERE online = 1')
      .all() as unknown as ClientRow[];
    const ending = { isConnect: false, at: aliveAt, reason: BROKER_STOPPED, username: null, peerHost: null };
    for (const { clientid, connected_at } of online) {
      this.#changes.set(clientid, [{ ...ending, connectedAt: connected_at ?? aliveAt }]);
    }
    if (online.length > 0) markLost(this.#database, aliveAt);
    this.write(aliveAt);
    return online.length;
  }

  /** False when the client is not known. */
  forget(clientId: string): boolean {
    const { changes } = this.#database.prepare('DELETE FROM clients WHERE clientid = ?').run(clientId);
    this.#count -= Number(changes);
    return changes > 0;
  }

  #apply(clientId: string, changes: readonly Change[]): void {
    const found = this.#database.prepare('SELECT * FROM clients WHERE clientid = ?').get(clientId);
    if (!found) this.#count++;
    const row = (found as ClientRow | undefined) ?? newRow(clientId, changes[0]);
    for (const change of changes) {
      if (change.isConnect) connect(row, change);
      else this.#disconnect(row, change);
    }
    this.#database
      .prepare('INSERT OR REPLACE INTO clients VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        row.clientid,
        row.username,
        row.peerhost,
        row.first_seen,
        row.online,
        row.connected_at,
        row.disconnected_at,
        row.reason,
        row.connects,
        row.disconnects,
        row.last_span,
      );
  }

  #disconnect(row: ClientRow, { at, connectedAt, reason }: Change): void {
    // The end that was written down when this process took over is told as an event later.
    if (
      reason === BROKER_STOPPED &&
      row.reason === reason &&
      row.online === 0 &&
      row.connected_at === connectedAt
    )
      return;
    row.last_span = this.#addSpan(row.last_span, connectedAt, at, reason);
    row.disconnects++;
    row.disconnected_at = at;
    row.reason = reason;
    // Of a connection that another one has replaced already, the end may be told later.
    if (row.online === 0 || (row.connected_at ?? 0) <= connectedAt) {
      row.online = 0;
      row.connected_at = connectedAt;
    }
  }

  /** Each span names the one before it, so that all of a client are found although they are written one after the other. */
  #addSpan(previous: number | null, connectedAt: number, disconnectedAt: number, reason: string): number {
    this.#lastSpan++;
    this.#database
      .prepare('INSERT INTO spans VALUES (?, ?, ?, ?, ?)')
      .run(this.#lastSpan, previous, connectedAt, disconnectedAt, reason);
    return this.#lastSpan;
  }

  #keepWithinBounds(): void {
    const { clients, spans } = this.#limits;
    this.#database.prepare('DELETE FROM spans WHERE id <= ?').run(this.#lastSpan - spans);
    const excess = this.#count - clients;
    if (excess <= 0) return;
    // Some more than needed, because finding those that are longest away reads all.
    const { changes } = this.#database
      .prepare(
        'DELETE FROM clients WHERE clientid IN (SELECT clientid FROM clients WHERE online = 0 ORDER BY disconnected_at LIMIT ?)',
      )
      .run(excess + Math.floor(clients / 100));
    this.#count -= Number(changes);
  }

  #setMeta(name: string, value: number | bigint): void {
    this.#database.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(name, value);
  }
}

function connect(row: ClientRow, { at, username, peerHost }: Change): void {
  row.online = 1;
  row.connects++;
  row.connected_at = at;
  row.username = username;
  row.peerhost = peerHost;
}

function newRow(clientid: string, first: Change | undefined): ClientRow {
  return {
    clientid,
    username: first?.username ?? null,
    peerhost: first?.peerHost ?? null,
    first_seen: first?.connectedAt ?? 0,
    online: 0,
    connected_at: null,
    disconnected_at: null,
    reason: null,
    connects: 0,
    disconnects: 0,
    last_span: null,
  };
}

/** What the columns of such an event say. */
function changeOf({ event, at, columns }: RecordedEvent): Change {
  const values = JSON.parse(columns) as Record<string, unknown>;
  const time = (name: string) => (typeof values[name] === 'number' ? values[name] : at);
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : null);
  const isConnect = event === 'client.connected';
  const connectedAt = time('connected_at');
  return {
    isConnect,
    at: isConnect ? connectedAt : time('disconnected_at'),
    connectedAt,
    reason: text('reason') ?? '',
    username: text('username'),
    peerHost: text('peername')?.replace(/:\d+$/, '') ?? null,
  };
}
