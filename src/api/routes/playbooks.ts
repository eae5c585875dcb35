import { z } from 'zod';
import { findPlaybook, playbooks, playbookView, renderPlaybook } from '../../alerts/door.ts';
import { languageOf } from '../alert-view.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { Playbook, PlaybookPath, PlaybookQuery, PlaybookValues, RenderedRule, Rule } from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toRule } from './rules.ts';

const tags = ['Playbooks'];

export function playbookRoutes(app: ApiApp, { rules }: Pick<ApiParts, 'rules'>): void {
  app.get(
    '/playbooks',
    {
      schema: {
        tags,
        summary: 'Ready-made alert rules',
        response: { 200: z.object({ data: z.array(Playbook) }) },
      },
    },
    () => ({ data: playbooks.map(toPlaybook) }),
  );

  app.get(
    '/playbooks/:id',
    {
      schema: {
        tags,
        summary: 'One of them',
        params: PlaybookPath,
        response: { 200: Playbook, ...refusals(404) },
      },
    },
    ({ params }) => toPlaybook(playbookOf(params.id)),
  );

  const rendering = {
    tags,
    params: PlaybookPath,
    querystring: PlaybookQuery,
    body: PlaybookValues,
  };
  app.post(
    '/playbooks/:id/render',
    {
      schema: {
        ...rendering,
        summary: 'The rule that it makes of parameters, as POST /rules takes it',
        response: { 200: RenderedRule, ...refusals(400, 404) },
      },
    },
    ({ params, query, body, headers }) =>
      renderPlaybook(playbookOf(params.id), valuesOf(body), languageOf(query, headers['accept-language'])),
  );

  app.post(
    '/playbooks/:id/create',
    {
      schema: {
        ...rendering,
        summary: 'Create that rule',
        response: { 201: Rule, ...refusals(400, 404) },
      },
    },
    async ({ params, query, body, headers }, reply) => {
      const language = languageOf(query, headers['accept-language']);
      const rule = renderPlaybook(playbookOf(params.id), valuesOf(body), language);
      return reply.code(201).send(toRule(rules.create(rule)));
    },
  );
}

/** Under `params`, or as they are. */
function valuesOf(body: z.output<typeof PlaybookValues>): Readonly<Record<string, unknown>> {
  return body?.params ?? body ?? {};
}

function playbookOf(id: string) {
  const found = findPlaybook(id);
  if (!found) throw new ApiError(404, 'NOT_FOUND', `There is no playbook ${id}`);
  return found;
}

function toPlaybook(book: (typeof playbooks)[number]): Playbook {
  const { parameters, check, ...about } = playbookView(book);
  return {
    ...about,
    check: [...check],
    parameters: parameters.map(({ options, type, ...parameter }) => ({
      ...parameter,
      type,
      ...(options && { options: [...options] }),
    })),
  };
}
