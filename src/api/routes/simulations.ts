import { parseDuration } from '../../lib/duration.ts';
import {
  type Simulation as RunningSimulation,
  type Selection,
  type SimulationDraft,
  SimulationError,
} from '../../simulation/door.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { shownName } from '../authentication/principal.ts';
import {
  Nothing,
  type Simulation,
  SimulationBody,
  SimulationDetail,
  SimulationList,
  SimulationPath,
  SimulationPublication,
  SimulationSelection,
} from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Simulations'];

/** Milliseconds that an answer waits for clients to be connected. */
const CONNECT_WAIT = 2000;

const operations = {
  cut: 'End the connections without a word, as a device that loses its power',
  timeout: 'Fall silent: the broker gives the clients up after 1.5 times their keep-alive',
  disconnect: 'Say good-bye',
} as const;

/** Devices that the broker plays itself. */
export function simulationRoutes(
  app: ApiApp,
  { simulations, clock }: Pick<ApiParts, 'simulations' | 'clock'>,
): void {
  app.get(
    '/simulations',
    { schema: { tags, summary: 'The simulations, the last one first', response: { 200: SimulationList } } },
    () => ({ data: simulations.list().map(view) }),
  );

  app.post(
    '/simulations',
    {
      schema: {
        tags,
        summary: 'Start simulated devices; the answer waits up to 2 s for them to be connected',
        body: SimulationBody,
        response: { 201: SimulationDetail, ...refusals(400, 409, 429) },
      },
    },
    async ({ body, principal }, reply) => {
      const { simulation, connected } = begin(body, shownName(principal));
      await orTime(connected);
      return reply.code(201).send(detail(simulation));
    },
  );

  app.get(
    '/simulations/:id',
    {
      schema: {
        tags,
        summary: 'One simulation with its clients',
        params: SimulationPath,
        response: { 200: SimulationDetail, ...refusals(404) },
      },
    },
    ({ params }) => detail(found(params.id)),
  );

  app.delete(
    '/simulations/:id',
    {
      schema: {
        tags,
        summary: 'End a simulation: its clients say good-bye',
        params: SimulationPath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async ({ params }, reply) => {
      if (!simulations.delete(params.id)) throw notFound(params.id);
      return reply.code(204).send();
    },
  );

  for (const [name, summary] of Object.entries(operations) as [keyof typeof operations, string][]) {
    app.post(
      `/simulations/:id/${name}`,
      {
        schema: {
          tags,
          summary,
          params: SimulationPath,
          body: SimulationSelection,
          response: { 200: SimulationDetail, ...refusals(400, 404) },
        },
      },
      ({ params, body }) => {
        const simulation = found(params.id);
        const method = name === 'timeout' ? 'timeOut' : name;
        return detail(simulation, simulation[method](selectionOf(body)));
      },
    );
  }

  app.post(
    '/simulations/:id/reconnect',
    {
      schema: {
        tags,
        summary: 'Connect those that are not connected',
        params: SimulationPath,
        body: SimulationSelection,
        response: { 200: SimulationDetail, ...refusals(400, 404) },
      },
    },
    async ({ params, body }) => {
      const simulation = found(params.id);
      const { affected, connected } = simulation.reconnect(selectionOf(body));
      await orTime(connected);
      return detail(simulation, affected);
    },
  );

  app.post(
    '/simulations/:id/publish',
    {
      schema: {
        tags,
        summary: 'Publish one message from each',
        params: SimulationPath,
        body: SimulationPublication,
        response: { 200: SimulationDetail, ...refusals(400, 404) },
      },
    },
    ({ params, body }) => {
      const { topic, payload, qos, retain } = body;
      const simulation = found(params.id);
      return detail(
        simulation,
        attempt(() => simulations.publish(simulation, selectionOf(body), { topic, payload, qos, retain })),
      );
    },
  );

  function found(id: string): RunningSimulation {
    const simulation = simulations.get(id);
    if (!simulation) throw notFound(id);
    return simulation;
  }

  function begin(body: SimulationBody, by: string) {
    return attempt(() => simulations.start(draftOf(body), by));
  }

  async function orTime(connected: Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = clock.after(CONNECT_WAIT, resolve);
    await Promise.race([promise, connected]);
    timer.cancel();
  }
}

function attempt<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error;
    const { kind, message } = error;
    if (kind === 'limit') throw new ApiError(429, 'EXCEED_LIMIT', message);
    if (kind === 'taken') throw new ApiError(409, 'ALREADY_EXISTS', message);
    throw new ApiError(400, 'BAD_REQUEST', message);
  }
}

function draftOf(body: SimulationBody): SimulationDraft {
  const { publish, grace } = body;
  return {
    clients: body.clients,
    prefix: body.prefix,
    username: body.username,
    attributes: body.attributes,
    version: body.version,
    cleanStart: body.clean_start,
    sessionExpiry: body.session_expiry,
    keepAlive: body.keepalive,
    grace: grace === undefined ? undefined : milliseconds(grace),
    publish: publish && { ...publish, every: milliseconds(publish.every) },
  };
}

function milliseconds(duration: string | number): number {
  return parseDuration(duration) ?? 0;
}

function selectionOf(
  body: { count?: number | undefined; clientids?: string[] | undefined } | null | undefined,
): Selection {
  return { count: body?.count, clientIds: body?.clientids };
}

function view(simulation: RunningSimulation): Simulation {
  const { id, draft, createdAt, by, states, sent } = simulation;
  return {
    id,
    clients: draft.clients,
    prefix: draft.prefix,
    username: draft.username ?? null,
    attributes: draft.attributes,
    version: draft.version,
    clean_start: draft.cleanStart,
    session_expiry: draft.sessionExpiry,
    keepalive: draft.keepAlive,
    grace: draft.grace ?? null,
    publish: draft.publish ?? null,
    created_at: toTimestamp(createdAt),
    created_by: by,
    states,
    sent,
  };
}

function detail(simulation: RunningSimulation, affected?: number): SimulationDetail {
  return {
    ...view(simulation),
    ...(affected !== undefined && { affected }),
    members: simulation.clients.map(({ clientId, state, reason, since, sent }) => ({
      clientid: clientId,
      state,
      reason: reason ?? null,
      since: toTimestamp(since),
      sent,
    })),
  };
}

function notFound(id: string): ApiError {
  return new ApiError(404, 'NOT_FOUND', `there is no simulation ${id}, or not any more`);
}
