import type { Logger } from '../../lib/logger.ts';
import type { MonitorName } from '../../texts/monitor-texts.ts';
import type { Severity } from '../alert.ts';
import type { AlertBook, AlertPolicy } from '../alert-book.ts';
import { type MonitorSettings, type StoredMonitor, settingsOf } from './monitor-settings.ts';
import { MONITOR_NAMES } from './monitor-table.ts';
import { policyOf } from './policy.ts';

/** Where settings are kept. */
export interface MonitorDocuments {
  list<Body>(kind: string): readonly { readonly id: string; readonly body: Body }[];
  put(kind: string, id: string, body: unknown): unknown;
  delete(kind: string, id: string): unknown;
}

export interface StoredSettings {
  readonly stored: StoredMonitor;
  readonly settings: MonitorSettings;
}

const KIND = 'monitor';

/** The settings of all monitors as they were left. What cannot be read any more is logged, and has its defaults. */
export function readMonitors(
  documents: Pick<MonitorDocuments, 'list'>,
  logger: Logger,
): ReadonlyMap<MonitorName, StoredSettings> {
  const bodies = new Map(documents.list<StoredMonitor>(KIND).map(({ id, body }) => [id, body]));
  return new Map(MONITOR_NAMES.map((name) => [name, read(name, bodies.get(name), logger)]));
}

/** How alerts about channels are raised, which those who tell people do by themselves. */
export function channelMonitor(
  documents: Pick<MonitorDocuments, 'list'>,
  logger: Logger,
): { enable: boolean; severity: Severity; policy: AlertPolicy } {
  const name = 'alerting_failed';
  const stored = documents.list<StoredMonitor>(KIND).find(({ id }) => id === name);
  const { settings } = read(name, stored?.body, logger);
  return { enable: settings.enable, severity: settings.severity, policy: policyOf(settings) };
}

export function keepMonitor(documents: MonitorDocuments, name: MonitorName, stored: StoredMonitor): void {
  if (Object.keys(stored).length > 0) documents.put(KIND, name, stored);
  else documents.delete(KIND, name);
}

/** Says how alerts of monitors are to be handled, before anything is known of them: those of a monitor that is off are over. */
export function declareMonitors(
  book: Pick<AlertBook, 'setPolicy'>,
  documents: Pick<MonitorDocuments, 'list'>,
  logger: Logger,
): void {
  for (const [name, { settings }] of readMonitors(documents, logger)) {
    if (settings.enable) book.setPolicy({ kind: 'monitor', name }, policyOf(settings));
  }
}

/** What was counted when, for the next start. */
type Counted = readonly (readonly [at: number, bytes: number])[];

const MEMORY = 'monitor_memory';
const TRAFFIC = 'traffic_high';

export function readTraffic(documents: Pick<MonitorDocuments, 'list'>): Counted {
  return documents.list<Counted>(MEMORY).find(({ id }) => id === TRAFFIC)?.body ?? [];
}

export function keepTraffic(documents: MonitorDocuments, counted: Counted): void {
  if (counted.length > 0) documents.put(MEMORY, TRAFFIC, counted);
  else documents.delete(MEMORY, TRAFFIC);
}

function read(name: MonitorName, stored: StoredMonitor | undefined, logger: Logger): StoredSettings {
  if (stored === undefined) return { stored: {}, settings: settingsOf(name, {}) };
  try {
    return { stored, settings: settingsOf(name, stored) };
  } catch (error) {
    logger.error(
      { err: error, monitor: name },
      'stored settings of a monitor cannot be used: it has its defaults',
    );
    return { stored: {}, settings: settingsOf(name, {}) };
  }
}
