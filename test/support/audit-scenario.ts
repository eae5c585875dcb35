import type { TestContext } from 'node:test';
import type { AuditRecord } from '../../src/api/audit/audit-record.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { silentLogger } from '../../src/lib/logger.ts';
import { AuditTable } from '../../src/store/audit-table.ts';
import { Store } from '../../src/store/store.ts';

/** An audit log in memory. */
export function openAuditTable(
  t: TestContext,
  clock: Clock,
  limits: { maximum?: number; retention?: number } = {},
): AuditTable<AuditRecord> {
  const store = Store.open({ directory: ':memory:', durability: 'normal', logger: silentLogger });
  t.after(() => store.close());
  const usual = { maximum: 1_000, retention: 86_400_000, leavesOutFrequent: true };
  return new AuditTable<AuditRecord>({ store, clock, ...usual, ...limits });
}
