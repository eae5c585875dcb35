import type { Logger } from '../lib/logger.ts';
import { SEALED_WITH, type Store } from './store.ts';

/** How many of each held a secret that was sealed. */
interface Sealed {
  readonly definitions: number;
  readonly deliveries: number;
}

/** Rows that are looked at in one transaction. */
const SLICE = 500;

const DEFINITIONS = 'SELECT kind, id, body FROM definitions';
const ANYTHING = 'SELECT EXISTS (SELECT 1 FROM definitions) OR EXISTS (SELECT 1 FROM deliveries) AS found';
const DELIVERIES = `SELECT id, request FROM deliveries WHERE id > ? ORDER BY id LIMIT ${SLICE}`;

/**
 * Seals what is not, or with another key than the one in use: rows of a version that did not seal, and all after the key
 * was changed. What was readable before is wiped from the file too. Costs nothing when all is sealed already.
 * @throws StoreError when the key is not the one that sealed what is stored; nothing is changed then
 */
export async function sealAll(store: Store, logger: Logger): Promise<Sealed> {
  const key = store.secrets.currentKey();
  if (key === undefined || store.sealedWith() === key) return { definitions: 0, deliveries: 0 };
  const definitions = sealDefinitions(store);
  const deliveries = await sealDeliveries(store);
  // Before it is said that all is done, also when an earlier start sealed it and was killed before this.
  if (store.prepare(ANYTHING).get()?.found === 1) store.wipe();
  store.transact(() => {
    const now = Date.now();
    store
      .prepare(
        `INSERT INTO definitions (kind, id, body, created_at, updated_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at`,
      )
      .run(SEALED_WITH.kind, SEALED_WITH.id, JSON.stringify({ key }), now, now);
  });
  if (store.secrets.ownsKeys) store.secrets.forgetOldKeys();
  if (definitions + deliveries > 0) logger.info({ definitions, deliveries }, 'stored secrets were sealed');
  return { definitions, deliveries };
}

function sealDefinitions(store: Store): number {
  const rows = store.prepare(DEFINITIONS).all() as unknown as { kind: string; id: string; body: string }[];
  return store.transact(() => {
    let changed = 0;
    for (const { kind, id, body } of rows) {
      const sealed = store.secrets.stringify(store.secrets.parse(body));
      if (sealed === body) continue;
      store.prepare('UPDATE definitions SET body = ? WHERE kind = ? AND id = ?').run(sealed, kind, id);
      changed++;
    }
    return changed;
  });
}

async function sealDeliveries(store: Store): Promise<number> {
  let changed = 0;
  for (let after = ''; ; ) {
    const rows = store.prepare(DELIVERIES).all(after) as unknown as { id: string; request: string }[];
    const last = rows.at(-1);
    if (!last) return changed;
    after = last.id;
    store.transact(() => {
      for (const { id, request } of rows) {
        const sealed = store.secrets.stringifyRequest(store.secrets.parse(request));
        if (sealed === request) continue;
        store.prepare('UPDATE deliveries SET request = ? WHERE id = ?').run(sealed, id);
        changed++;
      }
    });
    await new Promise((resolve) => setImmediate(resolve));
  }
}
