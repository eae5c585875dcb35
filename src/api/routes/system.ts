import { availableParallelism, loadavg } from 'node:os';
import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { EffectiveSetting, System } from '../contract.ts';
import { readMemory } from '../node-view.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Node'];

export function systemRoutes(
  app: ApiApp,
  {
    broker,
    clock,
    version,
    node,
    system,
  }: Pick<ApiParts, 'broker' | 'clock' | 'version' | 'node' | 'system'>,
): void {
  /** @throws ApiError 503 */
  const known = () => {
    if (!system) throw new ApiError(503, 'SERVICE_UNAVAILABLE', 'nothing is known about the system');
    return system;
  };

  app.get(
    '/system',
    {
      schema: {
        tags,
        summary: 'What this process runs on, and what its data takes',
        response: { 200: System, ...refusals(503) },
      },
    },
    async (): Promise<System> => {
      const facts = known();
      const now = clock.now();
      const memory = readMemory();
      return {
        node,
        version,
        runtime: `Node.js ${process.version}`,
        platform: `${process.platform} ${process.arch}`,
        pid: process.pid,
        time: toTimestamp(now),
        time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        started_at: toTimestamp(broker.startedAt),
        uptime: Math.max(0, now - broker.startedAt),
        cpus: availableParallelism(),
        load: loadavg().map((load) => Math.round(load * 100) / 100),
        memory: { process: process.memoryUsage.rss(), ...memory },
        event_loop_delay: Math.round(facts.loopDelay() * 10) / 10,
        open_listeners: facts.openListeners(),
        ...(await facts.storage()),
      };
    },
  );

  app.get(
    '/settings',
    {
      schema: {
        tags,
        summary: 'Every setting of the configuration, and where it comes from; to be changed there',
        response: { 200: z.array(EffectiveSetting), ...refusals(503) },
      },
    },
    () => known().settings(),
  );
}
