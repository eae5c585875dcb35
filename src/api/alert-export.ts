import type { Alert as KnownAlert } from '../alerts/door.ts';
import type { Alert } from './contract.ts';
import { csvLine, linesInSlices } from './csv.ts';

const COLUMNS = [
  'id',
  'starts_at',
  'opened_at',
  'resolved_at',
  'duration_ms',
  'severity',
  'status',
  'rule_id',
  'monitor',
  'key',
  'title',
  'reason',
  'acknowledged_by',
  'acknowledged_at',
  'resolved_how',
  'resolved_by',
  'count',
] as const satisfies readonly (keyof Alert)[];

interface Found {
  readonly walk: Iterable<readonly string[]>;
  /** Undefined: deleted since it was found. */
  find(id: string): KnownAlert | undefined;
  view(alert: KnownAlert): Alert;
}

/** All alerts that match as text, a piece at a time. */
export function exportedAlerts({ walk, find, view }: Found, format: 'ndjson' | 'csv') {
  const write = (alert: Alert): string =>
    format === 'csv' ? csvLine(COLUMNS.map((name) => alert[name])) : `${JSON.stringify(alert)}\n`;
  return linesInSlices(format === 'csv' ? csvLine(COLUMNS) : '', walk, (id) => {
    const alert = find(id);
    return alert ? write(view(alert)) : '';
  });
}
