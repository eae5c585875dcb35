import { z } from 'zod';
import { sourceDraftSchema } from '../../delivery/door.ts';
import type { ApiApp } from '../api-app.ts';
import {
  DeleteSourceQuery,
  EnablePath,
  Nothing,
  OperationPath,
  ResourcePath,
  SettingsBody,
  Source,
  SourceBody,
  SourceMetrics,
  SourceSummary,
} from '../contract.ts';
import { describedAs } from '../described-body.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Sources'];
const draft = describedAs(SourceBody, 'NewSource', sourceDraftSchema);

export function sourceRoutes(app: ApiApp, { sources }: Pick<ApiParts, 'sources'>): void {
  app.get('/sources', { schema: { tags, summary: 'All sources', response: { 200: z.array(Source) } } }, () =>
    sources.list(),
  );

  app.post(
    '/sources',
    {
      schema: {
        tags,
        summary: 'Create a source',
        body: draft,
        response: { 201: Source, ...refusals(400) },
      },
    },
    async (request, reply) => reply.code(201).send(await sources.create(request.body)),
  );

  app.get(
    '/sources/:id',
    {
      schema: {
        tags,
        summary: 'One source',
        params: ResourcePath,
        response: { 200: Source, ...refusals(404) },
      },
    },
    (request) => sources.get(request.params.id),
  );

  app.put(
    '/sources/:id',
    {
      schema: {
        tags,
        summary: 'Replace the settings of a source',
        params: ResourcePath,
        body: SettingsBody,
        response: { 200: Source, ...refusals(400, 404) },
      },
    },
    (request) => sources.update(request.params.id, request.body),
  );

  app.delete(
    '/sources/:id',
    {
      schema: {
        tags,
        summary: 'Delete a source that no rule hears, or although rules hear it',
        params: ResourcePath,
        querystring: DeleteSourceQuery,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      await sources.delete(request.params.id, { alsoFromRules: request.query.also_delete_dep_actions });
      return reply.code(204).send();
    },
  );

  app.put(
    '/sources/:id/enable/:enable',
    {
      schema: {
        tags,
        summary: 'Switch a source on or off',
        params: EnablePath,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      await sources.setEnabled(request.params.id, request.params.enable === 'true');
      return reply.code(204).send();
    },
  );

  app.post(
    '/sources/:id/:operation',
    {
      schema: {
        tags,
        summary: 'Start a source',
        params: OperationPath,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      await sources.start(request.params.id);
      return reply.code(204).send();
    },
  );

  app.get(
    '/sources/:id/metrics',
    {
      schema: {
        tags,
        summary: 'How much a source brought in',
        params: ResourcePath,
        response: { 200: SourceMetrics, ...refusals(404) },
      },
    },
    (request) => sources.metrics(request.params.id),
  );

  app.put(
    '/sources/:id/metrics/reset',
    {
      schema: {
        tags,
        summary: 'Count from zero again',
        params: ResourcePath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async (request, reply) => {
      sources.resetMetrics(request.params.id);
      return reply.code(204).send();
    },
  );

  app.post(
    '/sources_probe',
    {
      schema: {
        tags,
        summary: 'Try settings without storing them',
        body: draft,
        response: { 204: Nothing, ...refusals(400) },
      },
    },
    async (request, reply) => {
      await sources.probe(request.body);
      return reply.code(204).send();
    },
  );

  app.get(
    '/sources_summary',
    {
      schema: {
        tags,
        summary: 'All sources, without their settings',
        response: { 200: z.array(SourceSummary) },
      },
    },
    () => sources.summary() as SourceSummary[],
  );

  app.get(
    '/source_types',
    {
      schema: {
        tags,
        summary: 'The types of sources that there are',
        response: { 200: z.array(z.string()) },
      },
    },
    () => sources.types(),
  );
}
