import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from './store-error.ts';

/**
 * The schema, one step after the other: step n takes a database from `user_version` n − 1 to n. Steps are only
 * ever appended, because databases out there have already taken the earlier ones.
 */
const migrations: readonly string[] = [
  `CREATE TABLE definitions (
     kind TEXT NOT NULL,
     id TEXT NOT NULL,
     body TEXT NOT NULL,             -- JSON
     created_at INTEGER NOT NULL,    -- this and all other times: Unix milliseconds
     updated_at INTEGER NOT NULL,
     PRIMARY KEY (kind, id)
   ) STRICT, WITHOUT ROWID;

   CREATE TABLE deliveries (
     id TEXT NOT NULL PRIMARY KEY,   -- version 7 UUID: ordered by time
     connector TEXT NOT NULL,
     action TEXT NOT NULL,
     rule TEXT,
     state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'waiting', 'delivered', 'dead', 'expired')),
     attempts INTEGER NOT NULL DEFAULT 0,
     created_at INTEGER NOT NULL,
     due_at INTEGER NOT NULL,        -- while it is being sent: when the claim lapses
     expires_at INTEGER,
     finished_at INTEGER,
     claimed_by TEXT,                -- node
     request TEXT NOT NULL,          -- JSON, its shape belongs to the kind of the connector
     bytes INTEGER NOT NULL,         -- size of request
     last_error TEXT,
     last_status INTEGER,
     last_answer TEXT
   ) STRICT;
   CREATE INDEX deliveries_due ON deliveries (connector, due_at, id) WHERE state IN ('queued', 'waiting', 'sending');
   CREATE INDEX deliveries_queue ON deliveries (action, id, bytes) WHERE state IN ('queued', 'waiting', 'sending');
   CREATE INDEX deliveries_finished ON deliveries (id, bytes) WHERE state IN ('delivered', 'dead', 'expired');

   CREATE TABLE attempts (
     delivery TEXT NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
     number INTEGER NOT NULL,
     started_at INTEGER NOT NULL,
     finished_at INTEGER NOT NULL,
     outcome TEXT NOT NULL,
     reason TEXT,
     status INTEGER,
     excerpt TEXT,
     PRIMARY KEY (delivery, number)
   ) STRICT, WITHOUT ROWID;`,

  `CREATE TABLE mqtt_users (
     authenticator TEXT NOT NULL,    -- password_based:built_in_database
     user_id TEXT NOT NULL,
     credential TEXT NOT NULL,       -- JSON, its shape belongs to the authenticator
     is_superuser INTEGER NOT NULL CHECK (is_superuser IN (0, 1)),
     PRIMARY KEY (authenticator, user_id)
   ) STRICT, WITHOUT ROWID;`,
];

/** Brings the schema up to date, each step in its own transaction. */
export function migrate(database: DatabaseSync, file: string, steps: readonly string[] = migrations): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  if (version > steps.length) {
    throw new StoreError(
      `${file} was written by a newer version of tocsin (schema ${version}, this version knows ${steps.length}). ` +
        'Start that version, or choose another data directory.',
    );
  }
  for (const [index, sql] of steps.entries()) {
    if (index < version) continue;
    database.exec('BEGIN IMMEDIATE');
    try {
      database.exec(sql);
      database.exec(`PRAGMA user_version = ${index + 1}`);
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}
