import { z } from 'zod';
import { type MonitorView, monitorSchema } from '../../alerts/door.ts';
import type { ApiApp } from '../api-app.ts';
import { Monitor, MonitorBody, MonitorPath } from '../contract.ts';
import { describedAs } from '../described-body.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Monitors'];
const change = describedAs(MonitorBody, 'MonitorChange', monitorSchema);

export function monitorRoutes(app: ApiApp, { monitors }: Pick<ApiParts, 'monitors'>): void {
  app.get(
    '/monitors',
    {
      schema: {
        tags,
        summary: 'What is watched, with the present figures',
        response: { 200: z.array(Monitor) },
      },
    },
    () => monitors.list().map(toMonitor),
  );

  app.get(
    '/monitors/:name',
    {
      schema: {
        tags,
        summary: 'One monitor',
        params: MonitorPath,
        response: { 200: Monitor, ...refusals(404) },
      },
    },
    ({ params }) => toMonitor(monitors.get(params.name)),
  );

  app.put(
    '/monitors/:name',
    {
      schema: {
        tags,
        summary: 'Change settings of a monitor, from now on; null takes the default again',
        params: MonitorPath,
        body: change,
        response: { 200: Monitor, ...refusals(400, 404) },
      },
    },
    ({ params, body }) => toMonitor(monitors.update(params.name, body)),
  );
}

function toMonitor({ notify, repeat, watched, ...view }: MonitorView): Monitor {
  return {
    ...view,
    notify: notify ?? null,
    repeat: repeat ?? null,
    watched: watched.map(({ since, message, ...one }) => ({
      ...one,
      since: since === undefined ? null : toTimestamp(since),
      message: message ?? null,
    })),
  };
}
