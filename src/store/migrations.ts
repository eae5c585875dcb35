import type { DatabaseSync } from 'node:sqlite';
import { backUpSchema, readableBackup } from './schema-backup.ts';
import { StoreError } from './store-error.ts';

/**
 * The schema, one step after the other: step n takes a database from `user_version` n − 1 to n. Steps are only
 * ever appended, because databases out there have already taken the earlier ones.
 */
export const migrations: readonly string[] = [
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

  // The last attempt of a delivery lies in its own row, those before it in the other table: most need only one.
  `ALTER TABLE deliveries ADD COLUMN order_key TEXT;       -- those of one connector and key go one after the other
   ALTER TABLE deliveries ADD COLUMN priority INTEGER NOT NULL DEFAULT 1 CHECK (priority IN (0, 1)); -- 0: critical
   ALTER TABLE deliveries ADD COLUMN alert TEXT;
   ALTER TABLE deliveries ADD COLUMN max_attempts INTEGER;
   ALTER TABLE deliveries ADD COLUMN failures INTEGER NOT NULL DEFAULT 0; -- attempts that count for the schedule
   ALTER TABLE deliveries ADD COLUMN last_started_at INTEGER; -- of the last attempt, as are the following
   ALTER TABLE deliveries ADD COLUMN last_ended_at INTEGER;
   ALTER TABLE deliveries ADD COLUMN last_outcome TEXT;
   ALTER TABLE deliveries ADD COLUMN last_code TEXT;       -- the vendor's own
   ALTER TABLE deliveries ADD COLUMN last_cause TEXT;
   ALTER TABLE attempts ADD COLUMN code TEXT;
   ALTER TABLE attempts ADD COLUMN cause TEXT;
   DROP INDEX deliveries_due;
   CREATE INDEX deliveries_due ON deliveries (connector, action, priority, due_at)
     WHERE state IN ('queued', 'waiting', 'sending');
   CREATE INDEX deliveries_order ON deliveries (connector, order_key)
     WHERE order_key IS NOT NULL AND state IN ('queued', 'waiting', 'sending');
   UPDATE deliveries SET state = 'queued', due_at = created_at, claimed_by = NULL WHERE state = 'sending'; -- no longer used
   CREATE VIEW delivery_attempts AS
     SELECT delivery, number, started_at, finished_at, outcome, reason, status, excerpt, code, cause FROM attempts
     UNION ALL
     SELECT id, attempts, last_started_at, last_ended_at, last_outcome, last_error, last_status, last_answer, last_code,
       last_cause FROM deliveries WHERE last_started_at IS NOT NULL;
   CREATE TABLE destinations (
     key TEXT NOT NULL PRIMARY KEY,  -- of a bot, mailbox …, whatever the connectors that use it
     state TEXT NOT NULL,            -- JSON: what was sent lately, and how long it is left alone
     updated_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;`,

  // Failures are few: what is to be sent again after an outage is found without a look at all that went well.
  `CREATE INDEX deliveries_failed ON deliveries (connector, finished_at, id, bytes) WHERE state IN ('dead', 'expired');`,

  // What channels of the kind preview were told.
  `CREATE TABLE preview_messages (
     seq INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,       -- of the delivery: a repeat takes its place
     connector TEXT NOT NULL,
     received_at INTEGER NOT NULL,  -- Unix milliseconds
     message TEXT NOT NULL,         -- JSON
     body TEXT NOT NULL             -- JSON
   ) STRICT;`,

  // Of deliveries whose actions have fallbacks, until they are over.
  `CREATE TABLE delivery_fallbacks (
     delivery TEXT NOT NULL PRIMARY KEY,
     row TEXT NOT NULL,              -- JSON
     trail TEXT NOT NULL             -- JSON array: the rules that have handed on what it is about
   ) STRICT, WITHOUT ROWID;`,

  // Alerts, who was told of them, and what conditions remember between events.
  `CREATE TABLE alerts (
     id TEXT NOT NULL PRIMARY KEY,
     rule TEXT,                      -- of the source; either this
     monitor TEXT,                   -- or this
     key TEXT NOT NULL,
     status TEXT NOT NULL,           -- pending, open, acknowledged, resolved
     severity TEXT NOT NULL,
     group_id TEXT NOT NULL,
     starts_at INTEGER NOT NULL,     -- Unix milliseconds, as are the following
     opened_at INTEGER,
     last_at INTEGER NOT NULL,
     resolved_at INTEGER,
     told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)), -- everybody was told what there was to tell
     body TEXT NOT NULL              -- JSON: the whole alert
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX alerts_unresolved ON alerts (id) WHERE status <> 'resolved';
   CREATE INDEX alerts_untold ON alerts (id) WHERE status = 'resolved' AND told = 0;
   CREATE INDEX alerts_by_status ON alerts (status, id);
   CREATE INDEX alerts_by_rule ON alerts (rule, id) WHERE rule IS NOT NULL;
   CREATE INDEX alerts_by_group ON alerts (group_id, id);

   -- What happened to an alert and is told neither by its row nor by its notifications.
   CREATE TABLE alert_entries (
     alert TEXT NOT NULL,
     n INTEGER NOT NULL,
     at INTEGER NOT NULL,
     kind TEXT NOT NULL,
     body TEXT NOT NULL,             -- JSON
     PRIMARY KEY (alert, n)
   ) STRICT, WITHOUT ROWID;

   -- One message to one channel, stored with its delivery.
   CREATE TABLE notifications (
     id TEXT NOT NULL PRIMARY KEY,
     channel TEXT NOT NULL,
     reason TEXT NOT NULL,           -- first, more, escalated, repeat, resolved
     group_id TEXT,
     at INTEGER NOT NULL,
     delivery TEXT NOT NULL,
     applied INTEGER NOT NULL DEFAULT 0 CHECK (applied IN (0, 1)), -- its members stand in alert_tellings
     body TEXT NOT NULL              -- JSON
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX notifications_unapplied ON notifications (id) WHERE applied = 0;

   -- The alerts that a notification tells of, many in a row of the table.
   CREATE TABLE notification_members (
     notification TEXT NOT NULL,
     n INTEGER NOT NULL,
     event TEXT NOT NULL,            -- trigger, resolve
     alerts TEXT NOT NULL,           -- JSON array of ids
     PRIMARY KEY (notification, n)
   ) STRICT, WITHOUT ROWID;

   -- What a channel was last told of an alert.
   CREATE TABLE alert_tellings (
     alert TEXT NOT NULL,
     channel TEXT NOT NULL,
     event TEXT NOT NULL,            -- trigger, resolve
     incident TEXT NOT NULL,
     notification TEXT NOT NULL,
     at INTEGER NOT NULL,
     PRIMARY KEY (alert, channel, event)
   ) STRICT, WITHOUT ROWID;

   -- Of a group and a channel: when it was told last, and what.
   CREATE TABLE alert_groups (
     id TEXT NOT NULL,
     channel TEXT NOT NULL,
     body TEXT NOT NULL,             -- JSON
     PRIMARY KEY (id, channel)
   ) STRICT, WITHOUT ROWID;

   -- What a condition remembers of a key: when it was last seen, what was counted, how often it changed.
   CREATE TABLE alert_memory (
     rule TEXT NOT NULL,
     kind TEXT NOT NULL,             -- threshold, absence, flapping
     key TEXT NOT NULL,
     body TEXT NOT NULL,             -- JSON
     PRIMARY KEY (rule, kind, key)
   ) STRICT, WITHOUT ROWID;`,

  // The timeline of an alert asks for what its group was told.
  'CREATE INDEX notifications_by_group ON notifications (group_id, id);',
  // How messages about alerts ended, so that what was never told is told once more.
  `ALTER TABLE notifications ADD COLUMN state TEXT NOT NULL DEFAULT 'sent'; -- sent, delivered, failed
   CREATE INDEX notifications_sent ON notifications (id) WHERE state = 'sent';
   CREATE INDEX notifications_by_time ON notifications (at);`,

  // Who changed what through the API.
  `CREATE TABLE audit (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     at INTEGER NOT NULL,
     origin TEXT NOT NULL,           -- dashboard, rest_api, cli
     source TEXT NOT NULL,           -- user or API key
     source_ip TEXT NOT NULL,
     operation_id TEXT NOT NULL,     -- /rules/:id
     operation_type TEXT NOT NULL,   -- rules
     result TEXT NOT NULL,           -- success, failure
     status INTEGER NOT NULL,
     method TEXT NOT NULL,
     duration_ms INTEGER NOT NULL,
     details TEXT NOT NULL           -- JSON, without secrets
   ) STRICT;`,
  // The figures of the last 30 days: fine ones of the last hour, coarse ones before.
  `CREATE TABLE figure_samples (
     step INTEGER NOT NULL,          -- milliseconds that it covers
     at INTEGER NOT NULL,            -- when it ends
     body TEXT NOT NULL,             -- JSON
     PRIMARY KEY (step, at)
   ) STRICT, WITHOUT ROWID;`,
  // The delivery of the digest that told of one that had failed.
  `ALTER TABLE deliveries ADD COLUMN told_in TEXT;`,
];

/**
 * Brings the schema up to date, each step in its own transaction.
 * @param onUpgrade told where the copy of before lies, when a database of an earlier schema is about to change
 * @throws StoreError for a database of a later schema, which is left as it is
 */
export function migrate(
  database: DatabaseSync,
  file: string,
  steps: readonly string[] = migrations,
  onUpgrade?: (backup: string, from: number, to: number) => void,
): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  const known = steps.length;
  if (version > known) throw new StoreError(newerThan(file, version, known));
  if (onUpgrade && version > 0 && version < known) {
    onUpgrade(backUpSchema(database, file, version), version, known);
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

function newerThan(file: string, version: number, known: number): string {
  const backup = readableBackup(file, known);
  const back =
    backup === undefined ? '' : `, or go back to the copy of before the upgrade, ${backup} (docs/upgrade.md)`;
  return (
    `${file} was written by a newer version of Tocsin: its schema is ${version}, this version knows schemas up to ${known}. ` +
    `It was left as it is. Start that version${back}, or choose another data directory.`
  );
}
