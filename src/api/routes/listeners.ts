import { z } from 'zod';
import { anyListenerSchema } from '../../broker/door.ts';
import type { ApiApp } from '../api-app.ts';
import {
  Certificate,
  Listener,
  ListenerBody,
  ListenerChange,
  ListenerPath,
  ListenerSummary,
  ListenersQuery,
  ListenerTypeStatus,
  Nothing,
} from '../contract.ts';
import { describedAs } from '../described-body.ts';
import {
  certificateAnswer,
  listenerInFull,
  listenerSummary,
  listenerTypeStatuses,
} from '../listener-view.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Listeners'];
const draft = describedAs(ListenerBody, 'NewListener', anyListenerSchema());

export function listenerRoutes(app: ApiApp, { listeners, node }: Pick<ApiParts, 'listeners' | 'node'>): void {
  app.get(
    '/listeners',
    {
      schema: {
        tags,
        summary: 'All listeners, or those of one type',
        querystring: ListenersQuery,
        response: { 200: z.array(ListenerSummary), ...refusals(400) },
      },
    },
    ({ query }) =>
      listeners
        .list()
        .filter(({ type }) => query.type === undefined || type === query.type)
        .map((view) => listenerSummary(view, node)),
  );

  app.post(
    '/listeners',
    {
      schema: {
        tags,
        summary: 'Make a listener, and open it unless it has enable: false',
        body: draft,
        response: { 200: Listener, ...refusals(400) },
      },
    },
    async (request) => listenerInFull(await listeners.create(request.body), node),
  );

  app.get(
    '/listeners/:id',
    {
      schema: {
        tags,
        summary: 'One listener with its settings, its certificates and how it goes',
        params: ListenerPath,
        response: { 200: Listener, ...refusals(404) },
      },
    },
    (request) => listenerInFull(listeners.get(request.params.id), node),
  );

  app.put(
    '/listeners/:id',
    {
      schema: {
        tags,
        summary: 'Change settings of a listener; its clients stay connected',
        params: ListenerPath,
        body: ListenerChange,
        response: { 200: Listener, ...refusals(400, 404) },
      },
    },
    async (request) => listenerInFull(await listeners.update(request.params.id, request.body), node),
  );

  app.delete(
    '/listeners/:id',
    {
      schema: {
        tags,
        summary: 'Delete a listener and disconnect its clients',
        params: ListenerPath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async (request, reply) => {
      await listeners.delete(request.params.id);
      return reply.code(204).send();
    },
  );

  const operations = {
    start: ['Open a listener', (id: string) => listeners.startOne(id)],
    stop: ['Close a listener and disconnect its clients', (id: string) => listeners.stopOne(id)],
    restart: [
      'Close a listener, disconnect its clients, open it again',
      (id: string) => listeners.restart(id),
    ],
    reload: [
      'Read the certificates of a listener again; its clients stay',
      (id: string) => listeners.reload(id),
    ],
  } as const;
  for (const [name, [summary, run]] of Object.entries(operations)) {
    app.post(
      `/listeners/:id/${name}`,
      {
        schema: { tags, summary, params: ListenerPath, response: { 200: Nothing, ...refusals(400, 404) } },
      },
      async (request, reply) => {
        await run(request.params.id);
        return reply.code(200).send();
      },
    );
  }

  app.get(
    '/listeners_status',
    {
      schema: {
        tags,
        summary: 'The listeners of each type together',
        response: { 200: z.array(ListenerTypeStatus) },
      },
    },
    () => listenerTypeStatuses(listeners.list(), node),
  );

  app.get(
    '/certificates',
    {
      schema: {
        tags,
        summary: 'The certificates that listeners show, and when they end',
        response: { 200: z.array(Certificate) },
      },
    },
    () => listeners.certificates().map(certificateAnswer),
  );
}
