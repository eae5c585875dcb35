import type { DeliveryFilter, DeliveryLog } from '../delivery/door.ts';
import type { Delivery } from './contract.ts';
import { csvLine, linesInSlices } from './csv.ts';
import { deliveryView } from './delivery-view.ts';

const COLUMNS = [
  'id',
  'created_at',
  'finished_at',
  'status',
  'connector',
  'action',
  'rule',
  'alert',
  'title',
  'vendor_code',
  'cause',
  'reason',
  'attempt_count',
] as const satisfies readonly (keyof Delivery)[];

const CSV_HEADER = [...COLUMNS, 'last_attempt_at', 'last_status', 'last_answer', 'request'];

/** All deliveries that match as text, a piece at a time. */
export function exportedDeliveries(
  log: Pick<DeliveryLog, 'walk' | 'brief'>,
  filter: DeliveryFilter,
  format: 'ndjson' | 'csv',
): AsyncGenerator<string, void, undefined> {
  const write = format === 'csv' ? lineOf : jsonLine;
  return linesInSlices(format === 'csv' ? csvLine(CSV_HEADER) : '', log.walk(filter), (id) => {
    const record = log.brief(id);
    return record ? write(deliveryView(record)) : '';
  });
}

function jsonLine(delivery: Delivery): string {
  return `${JSON.stringify(delivery)}\n`;
}

function lineOf(delivery: Delivery): string {
  const last = delivery.attempts.at(-1);
  return csvLine([
    ...COLUMNS.map((name) => delivery[name]),
    last?.at,
    last?.status,
    last?.body,
    delivery.request && JSON.stringify(delivery.request),
  ]);
}
