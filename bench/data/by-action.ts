import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { openDelivery, type TemplateRow } from '../../src/delivery/door.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { Definitions } from '../../src/store/definitions.ts';
import { Store } from '../../src/store/store.ts';

/** Rows per second of one way of writing the same rows. */
export interface Measured {
  readonly what: string;
  readonly rowsPerSecond: number;
}

/** As many events as a busy turn of the event loop has. */
const ROWS_PER_TURN = 200;

/** From the row of a rule to the settled delivery, with the database on disk in between. */
export async function runAction(
  type: string,
  settings: Record<string, unknown>,
  parameters: Record<string, unknown>,
  count: number,
  rowAt: (index: number) => Record<string, unknown>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
  const store = Store.open({ directory, durability: 'normal', logger: silentLogger });
  const definitions = new Definitions(store, systemClock);
  const node = 'tocsin@bench';
  const delivery = openDelivery({ store, definitions, clock: systemClock, logger: silentLogger, node });
  const { connectors, actions, outbox, start, stop } = delivery;
  try {
    await start();
    await connectors.create({ type, name: 'bench', ...settings });
    actions.create({ type, name: 'bench', connector: 'bench', parameters });
    let settled = 0;
    const { promise, resolve } = Promise.withResolvers<void>();
    outbox.events.on('settled', ({ outcome }) => {
      if (outcome === 'delivered' && ++settled === count) resolve();
    });
    for (let index = 0; index < count; index++) {
      const row = rowAt(index);
      actions.run(`${type}:bench`, templateRow(row), { key: String(row.clientid) });
      if (index % ROWS_PER_TURN === ROWS_PER_TURN - 1) {
        store.commit();
        await turn();
      }
    }
    await promise;
  } finally {
    await stop();
    store.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function templateRow(values: Record<string, unknown>): TemplateRow {
  const at = (path: readonly string[]): unknown => values[path[0] ?? ''];
  return { text: (path) => String(at(path)), json: (path) => JSON.stringify(at(path)), value: at };
}
