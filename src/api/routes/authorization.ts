import { z } from 'zod';
import {
  authorizationChange,
  authorizationDocument,
  changedDocument,
  sourceSettings,
} from '../../broker/door.ts';
import type { ApiApp } from '../api-app.ts';
import {
  AuthorizationSource,
  AuthorizationSourceList,
  AuthorizationSourceStatus,
  Nothing,
  SourceMoveBody,
  SourceOrder,
  SourcePath,
} from '../contract.ts';
import { describedAs } from '../described-body.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Authorization'];

/** Checked by the sources, which know what was meant. */
const SourceBody = describedAs(z.unknown(), 'AuthorizationSourceDraft', sourceSettings);

export function authorizationRoutes(
  app: ApiApp,
  { authorization, node }: Pick<ApiParts, 'authorization' | 'node'>,
): void {
  app.get(
    '/authorization/sources',
    {
      schema: {
        tags,
        summary: 'The sources of access rules in their order',
        response: { 200: AuthorizationSourceList },
      },
    },
    () => ({ sources: authorization.list() }),
  );

  app.post(
    '/authorization/sources',
    {
      schema: {
        tags,
        summary: 'Put a source in front of the others',
        body: SourceBody,
        response: { 204: Nothing, ...refusals(400) },
      },
    },
    async (request, reply) => {
      await authorization.create(request.body);
      return reply.code(204).send();
    },
  );

  // Before `/:type`, of which it is none.
  app.put(
    '/authorization/sources/order',
    {
      schema: {
        tags,
        summary: 'Put all sources in another order',
        body: SourceOrder,
        response: { 204: Nothing, ...refusals(400) },
      },
    },
    async (request, reply) => {
      authorization.reorder(request.body.map(({ type }) => type));
      return reply.code(204).send();
    },
  );

  app.get(
    '/authorization/sources/:type',
    {
      schema: {
        tags,
        summary: 'One source',
        params: SourcePath,
        response: { 200: AuthorizationSource, ...refusals(400, 404) },
      },
    },
    (request) => authorization.get(request.params.type),
  );

  app.put(
    '/authorization/sources/:type',
    {
      schema: {
        tags,
        summary: 'Change a source; ****** keeps a secret, and what cannot be used changes nothing',
        params: SourcePath,
        body: SourceBody,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      await authorization.update(request.params.type, request.body);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/authorization/sources/:type',
    {
      schema: {
        tags,
        summary: 'Delete a source; rules of the built-in database stay until they are purged',
        params: SourcePath,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      authorization.delete(request.params.type);
      return reply.code(204).send();
    },
  );

  app.get(
    '/authorization/sources/:type/status',
    {
      schema: {
        tags,
        summary: 'Whether a source works, and its figures',
        params: SourcePath,
        response: { 200: AuthorizationSourceStatus, ...refusals(400, 404) },
      },
    },
    (request): AuthorizationSourceStatus => {
      const { status, metrics: figures } = authorization.status(request.params.type);
      const { rateLast5m, rateMax, ...counts } = figures;
      const metrics = { ...counts, rate_last5m: rateLast5m, rate_max: rateMax };
      return {
        status,
        node_status: [{ node, status }],
        metrics,
        node_metrics: [{ node, metrics }],
        resource_metrics: {},
        node_resource_metrics: [{ node, metrics: {} }],
        node_error: [],
      };
    },
  );

  app.post(
    '/authorization/sources/:type/move',
    {
      schema: {
        tags,
        summary: 'Move a source',
        params: SourcePath,
        body: SourceMoveBody,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      authorization.move(request.params.type, request.body.position);
      return reply.code(204).send();
    },
  );

  app.get(
    '/authorization/settings',
    {
      schema: { tags, summary: 'What holds for all sources', response: { 200: authorizationDocument } },
    },
    () => authorization.settings,
  );

  app.put(
    '/authorization/settings',
    {
      schema: {
        tags,
        summary: 'Change what holds for all sources; what is left out stays as it is',
        body: authorizationChange,
        response: { 200: authorizationDocument, ...refusals(400) },
      },
    },
    (request) => authorization.configure(changedDocument(authorization.settings, request.body)),
  );
}
