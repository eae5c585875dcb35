import { z } from 'zod';
import { actionDraftSchema } from '../../delivery/door.ts';
import type { ApiApp } from '../api-app.ts';
import {
  Action,
  ActionBody,
  ActionMetrics,
  ActionSummary,
  DeleteActionQuery,
  EnablePath,
  Nothing,
  OperationPath,
  ResourcePath,
  SettingsBody,
} from '../contract.ts';
import { describedAs } from '../described-body.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Actions'];
const draft = describedAs(ActionBody, 'NewAction', actionDraftSchema);

export function actionRoutes(app: ApiApp, { actions }: Pick<ApiParts, 'actions'>): void {
  app.get('/actions', { schema: { tags, summary: 'All actions', response: { 200: z.array(Action) } } }, () =>
    actions.list(),
  );

  app.post(
    '/actions',
    {
      schema: {
        tags,
        summary: 'Create an action',
        body: draft,
        response: { 201: Action, ...refusals(400) },
      },
    },
    async (request, reply) => reply.code(201).send(actions.create(request.body)),
  );

  app.get(
    '/actions/:id',
    {
      schema: {
        tags,
        summary: 'One action',
        params: ResourcePath,
        response: { 200: Action, ...refusals(404) },
      },
    },
    (request) => actions.get(request.params.id),
  );

  app.put(
    '/actions/:id',
    {
      schema: {
        tags,
        summary: 'Replace the settings of an action',
        params: ResourcePath,
        body: SettingsBody,
        response: { 200: Action, ...refusals(400, 404) },
      },
    },
    (request) => actions.update(request.params.id, request.body),
  );

  app.delete(
    '/actions/:id',
    {
      schema: {
        tags,
        summary: 'Delete an action that no rule uses, or take it out of the rules too',
        params: ResourcePath,
        querystring: DeleteActionQuery,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      actions.delete(request.params.id, { alsoFromRules: request.query.also_delete_dep_actions });
      return reply.code(204).send();
    },
  );

  app.put(
    '/actions/:id/enable/:enable',
    {
      schema: {
        tags,
        summary: 'Switch an action on or off',
        params: EnablePath,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      actions.setEnabled(request.params.id, request.params.enable === 'true');
      return reply.code(204).send();
    },
  );

  app.post(
    '/actions/:id/:operation',
    {
      schema: {
        tags,
        summary: 'Start an action',
        params: OperationPath,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      await actions.start(request.params.id);
      return reply.code(204).send();
    },
  );

  app.get(
    '/actions/:id/metrics',
    {
      schema: {
        tags,
        summary: 'What an action did',
        params: ResourcePath,
        response: { 200: ActionMetrics, ...refusals(404) },
      },
    },
    (request) => actions.metrics(request.params.id),
  );

  app.put(
    '/actions/:id/metrics/reset',
    {
      schema: {
        tags,
        summary: 'Count from zero again',
        params: ResourcePath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async (request, reply) => {
      actions.resetMetrics(request.params.id);
      return reply.code(204).send();
    },
  );

  app.post(
    '/actions_probe',
    {
      schema: {
        tags,
        summary: 'Try settings without storing them',
        body: draft,
        response: { 204: Nothing, ...refusals(400) },
      },
    },
    async (request, reply) => {
      await actions.probe(request.body);
      return reply.code(204).send();
    },
  );

  app.get(
    '/actions_summary',
    {
      schema: {
        tags,
        summary: 'All actions, without their settings',
        response: { 200: z.array(ActionSummary) },
      },
    },
    () => actions.summary() as ActionSummary[],
  );

  app.get(
    '/action_types',
    {
      schema: {
        tags,
        summary: 'The types of actions that there are',
        response: { 200: z.array(z.string()) },
      },
    },
    () => actions.types(),
  );
}
