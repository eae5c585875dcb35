import type { MaintenanceWindow as KnownWindow, MaintenanceDraft } from '../../alerts/door.ts';
import { stateOfMaintenance } from '../../alerts/door.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { shownName } from '../authentication/principal.ts';
import {
  CreateQuery,
  MaintenanceWindow,
  MaintenanceWindowBody,
  MaintenanceWindowPage,
  MaintenanceWindowPath,
  MaintenanceWindowQuery,
  Nothing,
} from '../contract.ts';
import { finishInSlices } from '../in-slices.ts';
import { pageOfRows } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { maintenanceView, warningsOf } from '../silence-view.ts';

const tags = ['Silences'];

type MaintenanceParts = Pick<ApiParts, 'alerts' | 'clock' | 'rules'>;

export function maintenanceWindowRoutes(app: ApiApp, { alerts, clock, rules }: MaintenanceParts): void {
  const { quiet } = alerts;
  const { maintenance } = quiet;

  app.get(
    '/maintenance_windows',
    {
      schema: {
        tags,
        summary: 'Hours in which people are not told, the newest first',
        querystring: MaintenanceWindowQuery,
        response: { 200: MaintenanceWindowPage, ...refusals(400) },
      },
    },
    async ({ query }) => {
      const now = clock.now();
      const held = await finishInSlices(quiet.hides());
      const found = maintenance
        .list()
        .filter((window) => query.state?.includes(stateOfMaintenance(window, now)) !== false);
      const page = pageOfRows(found, query);
      return { ...page, data: page.data.map((window) => maintenanceView(window, now, held.get(window.id))) };
    },
  );

  app.post(
    '/maintenance_windows',
    {
      schema: {
        tags,
        summary: 'Tell nobody of alerts that fit, once or every week',
        body: MaintenanceWindowBody,
        response: { 201: MaintenanceWindow, ...refusals(400) },
      },
    },
    async ({ body, principal }, reply) =>
      reply.code(201).send(await changed(maintenance.create(draftOf(body), shownName(principal)))),
  );

  app.get(
    '/maintenance_windows/:id',
    {
      schema: {
        tags,
        summary: 'One maintenance window',
        params: MaintenanceWindowPath,
        response: { 200: MaintenanceWindow, ...refusals(404) },
      },
    },
    async ({ params: { id } }) => {
      const window = maintenance.get(id);
      if (!window) throw new ApiError(404, 'NOT_FOUND', `there is no maintenance window ${id}`);
      return shown(window);
    },
  );

  app.put(
    '/maintenance_windows/:id',
    {
      schema: {
        tags,
        summary: 'Change a maintenance window',
        params: MaintenanceWindowPath,
        querystring: CreateQuery,
        body: MaintenanceWindowBody,
        response: { 200: MaintenanceWindow, ...refusals(400, 404) },
      },
    },
    async ({ params, query, body, principal }) => {
      const by = shownName(principal);
      const isNew = query.create && !maintenance.get(params.id);
      return changed(
        isNew
          ? maintenance.create(draftOf(body), by, params.id)
          : maintenance.update(params.id, draftOf(body), by),
      );
    },
  );

  app.delete(
    '/maintenance_windows/:id',
    {
      schema: {
        tags,
        summary: 'Delete a maintenance window',
        params: MaintenanceWindowPath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async ({ params }, reply) => {
      maintenance.delete(params.id);
      return reply.code(204).send();
    },
  );

  async function shown(window: KnownWindow): Promise<MaintenanceWindow> {
    const held = await finishInSlices(quiet.hides());
    return maintenanceView(window, clock.now(), held.get(window.id));
  }

  async function changed(window: KnownWindow): Promise<MaintenanceWindow> {
    // It is for hours to come: that nothing is open now says nothing.
    const warnings = warningsOf(window.matchers, 1, (id) => rules.get(id) !== undefined);
    return { ...(await shown(window)), warnings };
  }
}

function draftOf({
  name,
  enable,
  matchers,
  schedule,
  starts_at,
  ends_at,
  reason,
}: MaintenanceWindowBody): MaintenanceDraft {
  return {
    name,
    enable,
    matchers,
    schedule: schedule ?? undefined,
    startsAt: starts_at ?? undefined,
    endsAt: ends_at ?? undefined,
    reason,
  };
}
