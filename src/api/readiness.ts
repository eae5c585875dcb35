import type { ApiParts } from './parts.ts';

/** What keeps clients from being served as they should be. */
export type Unready = 'store' | 'listeners' | 'stopping';

export interface Readiness {
  readonly isReady: boolean;
  /** Each that is not in order, with a sentence that names no address and no file. */
  readonly faults: readonly { readonly part: Unready; readonly reason: string }[];
}

/** Whether clients can be sent here. It looks at memory only, however often somebody asks. */
export function readinessOf(
  { broker, database, listeners }: Pick<ApiParts, 'broker' | 'database' | 'listeners'>,
  isStopping: boolean,
): Readiness {
  const faults: { part: Unready; reason: string }[] = [];
  if (isStopping) faults.push({ part: 'stopping', reason: 'the broker is shutting down' });
  if (broker.isFailing) {
    faults.push({ part: 'store', reason: 'nothing can be stored: QoS 1 and 2 messages are refused' });
  } else if (database?.isFailing) {
    faults.push({ part: 'store', reason: 'the database cannot be written: the disk is full or read-only' });
  }
  const wanted = listeners.list().filter(({ settings }) => settings.enable);
  const down = wanted.filter(({ running }) => !running).map(({ id }) => id);
  if (down.length > 0) faults.push({ part: 'listeners', reason: `not running: ${down.join(', ')}` });
  return { isReady: faults.length === 0, faults };
}
