import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DeliveryFilter, DeliveryLog } from '../delivery/door.ts';
import type { Delivery } from './contract.ts';
import { deliveryView } from './delivery-view.ts';

/** Milliseconds of one turn of the event loop. */
const SLICE = 5;
/** Characters that are handed on together. */
const CHUNK = 64 * 1024;

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

/** All deliveries that match as text, a piece at a time, in turns that are short enough for MQTT clients. */
export async function* exportedDeliveries(
  log: Pick<DeliveryLog, 'walk' | 'brief'>,
  filter: DeliveryFilter,
  format: 'ndjson' | 'csv',
): AsyncGenerator<string, void, undefined> {
  const write = format === 'csv' ? csvLine : jsonLine;
  let text = format === 'csv' ? `${CSV_HEADER.join(',')}\r\n` : '';
  let end = performance.now() + SLICE;
  for (const ids of log.walk(filter)) {
    for (const id of ids) {
      const record = log.brief(id);
      if (record) text += write(deliveryView(record));
      if (performance.now() < end && text.length < CHUNK) continue;
      if (text !== '') yield text;
      text = '';
      await nextTurn();
      end = performance.now() + SLICE;
    }
    if (performance.now() < end) continue;
    await nextTurn();
    end = performance.now() + SLICE;
  }
  if (text !== '') yield text;
}

function jsonLine(delivery: Delivery): string {
  return `${JSON.stringify(delivery)}\n`;
}

/** RFC 4180. */
function csvLine(delivery: Delivery): string {
  const last = delivery.attempts.at(-1);
  const cells = [
    ...COLUMNS.map((name) => delivery[name]),
    last?.at,
    last?.status,
    last?.body,
    delivery.request && JSON.stringify(delivery.request),
  ];
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** A text that a spreadsheet would take for a formula begins with an apostrophe: device names come from strangers. */
function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
