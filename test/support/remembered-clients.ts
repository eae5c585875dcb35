import { join } from 'node:path';
import type { RecordedEvent } from '../../src/journal/recorded-event.ts';
import { ClientRegistry } from '../../src/journal/thread/client-registry.ts';
import { JournalDatabase } from '../../src/journal/thread/journal-database.ts';

const SITES = ['hz', 'sh', 'sz', 'bj', 'cd'];
const LINES = ['press', 'oven', 'conveyor', 'robot'];
const REASONS = ['keepalive_timeout', 'tcp_closed', 'normal', 'kicked'];
const MINUTE = 60_000;
const GIGABYTE = 2 ** 30;

/** `hz-press-00000`, `sh-press-00001`, … */
export function rememberedName(index: number): string {
  const site = SITES[index % SITES.length];
  const line = LINES[Math.floor(index / SITES.length) % LINES.length];
  return `${site}-${line}-${String(index).padStart(5, '0')}`;
}

/**
 * Has the journal of a server that is not started yet remember clients that came once and are gone, by what writes it
 * there. To come and go in truth takes 100,000 clients a minute.
 */
export function rememberClients(dataDirectory: string, count: number): void {
  const database = JournalDatabase.open(join(dataDirectory, 'journal.db'), GIGABYTE);
  const registry = new ClientRegistry(database);
  const now = Date.now();
  for (let index = 0; index < count; index++) {
    registry.note(visit(index, now - count - MINUTE + index));
    if (registry.isFull) registry.write(now - MINUTE);
  }
  registry.write(now - MINUTE);
  database.close();
}

/** @param at Unix milliseconds, another one for each client: it orders the events */
function visit(index: number, at: number): RecordedEvent[] {
  const clientId = rememberedName(index);
  const username = `${clientId.slice(0, 2)}_gateway`;
  const address = `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
  const connected = { connected_at: at - MINUTE, username, peername: `${address}:50000` };
  const disconnected = { ...connected, disconnected_at: at, reason: REASONS[index % REASONS.length] };
  return [
    { at, n: 0, event: 'client.connected', clientId, username, columns: JSON.stringify(connected) },
    { at, n: 1, event: 'client.disconnected', clientId, username, columns: JSON.stringify(disconnected) },
  ];
}
