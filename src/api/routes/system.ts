import { availableParallelism, loadavg } from 'node:os';
import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { DoctorReport, EffectiveSetting, SupportBundle, System } from '../contract.ts';
import { type DoctorParts, examine } from '../doctor/look-around.ts';
import { type BundleParts, supportBundle } from '../doctor/support-bundle.ts';
import { readMemory } from '../node-view.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Node'];

type SystemParts = DoctorParts &
  BundleParts &
  Pick<ApiParts, 'broker' | 'clock' | 'version' | 'node' | 'system'>;

export function systemRoutes(app: ApiApp, parts: SystemParts): void {
  const { broker, clock, version, node, system } = parts;
  /** @throws ApiError 503 */
  const known = () => {
    if (!system) throw new ApiError(503, 'SERVICE_UNAVAILABLE', 'nothing is known about the system');
    return system;
  };

  const now = async (): Promise<System> => {
    const facts = known();
    const at = clock.now();
    const memory = readMemory();
    return {
      node,
      version,
      runtime: `Node.js ${process.version}`,
      platform: `${process.platform} ${process.arch}`,
      pid: process.pid,
      time: toTimestamp(at),
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      started_at: toTimestamp(broker.startedAt),
      uptime: Math.max(0, at - broker.startedAt),
      cpus: availableParallelism(),
      load: loadavg().map((load) => Math.round(load * 100) / 100),
      memory: { process: process.memoryUsage.rss(), ...memory },
      event_loop_delay: Math.round(facts.loopDelay() * 10) / 10,
      open_listeners: facts.openListeners(),
      ...(await facts.storage()),
    };
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
    () => now(),
  );

  app.get(
    '/system/doctor',
    {
      schema: {
        tags,
        summary: 'What is wrong with this node, and what to do about it; connectors are tried anew',
        response: { 200: DoctorReport, ...refusals(503) },
      },
    },
    () => examine(parts, known()),
  );

  app.get(
    '/system/support_bundle',
    {
      schema: {
        tags,
        summary: 'What somebody needs who helps: no secrets, no messages, no names of devices and users',
        response: { 200: SupportBundle, ...refusals(503) },
      },
    },
    async (_, reply) => {
      const facts = known();
      const about = {
        system: await now(),
        doctor: await examine(parts, facts),
        settings: facts.settings(),
      };
      const name = `tocsin-support-${about.system.time.slice(0, 19).replaceAll(':', '-')}.json`;
      return reply
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(await supportBundle(parts, about));
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
