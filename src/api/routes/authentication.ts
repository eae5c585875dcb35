import { z } from 'zod';
import type { AuthenticatorMetrics } from '../../broker/door.ts';
import { authenticatorSettings } from '../../broker/door.ts';
import type { ApiApp } from '../api-app.ts';
import {
  AuthenticationSettings,
  AuthenticationSettingsBody,
  Authenticator,
  AuthenticatorOrder,
  AuthenticatorPath,
  AuthenticatorPositionPath,
  AuthenticatorStatus,
  Nothing,
} from '../contract.ts';
import { describedAs } from '../described-body.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Authentication'];

/** Checked by the authenticators, which know what was meant. */
const AuthenticatorBody = describedAs(z.unknown(), 'AuthenticatorDraft', authenticatorSettings);

export function authenticationRoutes(
  app: ApiApp,
  { authenticators, node }: Pick<ApiParts, 'authenticators' | 'node'>,
): void {
  app.get(
    '/authentication',
    {
      schema: {
        tags,
        summary: 'The authenticators in their order',
        response: { 200: z.array(Authenticator) },
      },
    },
    () => authenticators.list(),
  );

  app.post(
    '/authentication',
    {
      schema: {
        tags,
        summary: 'Add an authenticator at the end',
        body: AuthenticatorBody,
        response: { 200: Authenticator, ...refusals(400, 409) },
      },
    },
    (request) => authenticators.create(request.body),
  );

  // Before `/:id`, of which it is no id.
  app.get(
    '/authentication/settings',
    {
      schema: {
        tags,
        summary: 'Settings that hold for all authenticators',
        response: { 200: AuthenticationSettings },
      },
    },
    (): AuthenticationSettings => ({ node_cache: { enable: false, cache_ttl: '1m' } }),
  );

  app.put(
    '/authentication/settings',
    {
      schema: {
        tags,
        summary: 'Accepted for tools that send back what they read; there is nothing to change',
        body: AuthenticationSettingsBody,
        response: { 204: Nothing, ...refusals(400) },
      },
    },
    async (_request, reply) => reply.code(204).send(),
  );

  app.put(
    '/authentication/order',
    {
      schema: {
        tags,
        summary: 'Put all authenticators in another order',
        body: AuthenticatorOrder,
        response: { 204: Nothing, ...refusals(400) },
      },
    },
    async (request, reply) => {
      authenticators.reorder(request.body.map(({ id }) => id));
      return reply.code(204).send();
    },
  );

  app.get(
    '/authentication/:id',
    {
      schema: {
        tags,
        summary: 'One authenticator',
        params: AuthenticatorPath,
        response: { 200: Authenticator, ...refusals(404) },
      },
    },
    (request) => authenticators.get(request.params.id),
  );

  app.put(
    '/authentication/:id',
    {
      schema: {
        tags,
        summary: 'Change an authenticator; ****** keeps a secret',
        params: AuthenticatorPath,
        body: AuthenticatorBody,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      await authenticators.update(request.params.id, request.body);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/authentication/:id',
    {
      schema: {
        tags,
        summary: 'Delete an authenticator with its users',
        params: AuthenticatorPath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async (request, reply) => {
      await authenticators.delete(request.params.id);
      return reply.code(204).send();
    },
  );

  app.get(
    '/authentication/:id/status',
    {
      schema: {
        tags,
        summary: 'Whether an authenticator works, and its figures',
        params: AuthenticatorPath,
        response: { 200: AuthenticatorStatus, ...refusals(404) },
      },
    },
    (request): AuthenticatorStatus => {
      const { status, metrics: figures } = authenticators.status(request.params.id);
      const metrics = toMetrics(figures);
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

  app.put(
    '/authentication/:id/position/:position',
    {
      schema: {
        tags,
        summary: 'Move an authenticator',
        params: AuthenticatorPositionPath,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      authenticators.move(request.params.id, request.params.position);
      return reply.code(204).send();
    },
  );
}

function toMetrics({
  rateLast5m,
  rateMax,
  ...figures
}: AuthenticatorMetrics): AuthenticatorStatus['metrics'] {
  return { ...figures, rate_last5m: rateLast5m, rate_max: rateMax };
}
