import type { DoctorReport } from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import type { SystemFacts } from '../system-facts.ts';
import { toTimestamp } from '../timestamps.ts';
import { diagnose } from './doctor.ts';

export type DoctorParts = Pick<ApiParts, 'listeners' | 'connectors' | 'clock'>;

const RANKS = { fine: 0, unknown: 0, look: 1, wrong: 2 } as const;

/** Looks at everything that the doctor speaks of; connectors are tried anew, without a message. */
export async function examine(
  { listeners, connectors, clock }: DoctorParts,
  facts: SystemFacts,
): Promise<DoctorReport> {
  const [storage, reaches] = await Promise.all([facts.storage(), connectors.reach()]);
  const now = clock.now();
  const checks = diagnose({
    now,
    reaches,
    listeners: listeners
      .list()
      .map(({ id, settings, running }) => ({ id, running, enabled: settings.enable })),
    openListeners: facts.openListeners(),
    disk: storage.disk,
    files: storage.files,
    loopDelay: facts.loopDelay(),
    certificates: listeners.certificates(),
  });
  const worst = Math.max(...checks.map(({ state }) => RANKS[state]));
  return { time: toTimestamp(now), state: (['fine', 'look', 'wrong'] as const)[worst] ?? 'wrong', checks };
}
