import { type Rule as EngineRule, ruleDraft } from '../../rules/door.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { Nothing, pageOf, RecentEvents, Rule, RuleMetrics, RulePath, RuleQuery } from '../contract.ts';
import { RULE_BODY_LIMIT } from '../http-limits.ts';
import { sendJsonText } from '../json-text.ts';
import { pageOfRows } from '../paging.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';

const tags = ['Rules'];

export function ruleRoutes(app: ApiApp, { rules }: Pick<ApiParts, 'rules'>): void {
  app.get(
    '/rules',
    {
      schema: {
        tags,
        summary: 'All rules',
        querystring: RuleQuery,
        response: { 200: pageOf(Rule), ...refusals(400) },
      },
    },
    (request) => {
      const { page, limit, ...filter } = request.query;
      const uncounted = [filter.like_id, filter.like_from, filter.like_description, filter.match_from].some(
        (text) => text !== undefined,
      );
      const found = pageOfRows(rules.list(filter), { page, limit }, { uncounted });
      return { ...found, data: found.data.map(toRule) };
    },
  );

  app.post(
    '/rules',
    {
      bodyLimit: RULE_BODY_LIMIT,
      schema: {
        tags,
        summary: 'Create a rule',
        body: ruleDraft,
        response: { 201: Rule, ...refusals(400, 415) },
      },
    },
    async (request, reply) => reply.code(201).send(toRule(rules.create(request.body))),
  );

  app.get(
    '/rules/:id',
    { schema: { tags, summary: 'One rule', params: RulePath, response: { 200: Rule, ...refusals(404) } } },
    (request) => {
      const rule = rules.get(request.params.id);
      if (!rule) throw ruleNotFound();
      return toRule(rule);
    },
  );

  app.put(
    '/rules/:id',
    {
      bodyLimit: RULE_BODY_LIMIT,
      schema: {
        tags,
        summary: 'Replace a rule, or create it',
        params: RulePath,
        body: ruleDraft,
        response: { 200: Rule, ...refusals(400, 415) },
      },
    },
    (request) => toRule(rules.update(request.params.id, request.body)),
  );

  app.delete(
    '/rules/:id',
    {
      schema: {
        tags,
        summary: 'Delete a rule',
        params: RulePath,
        response: { 204: Nothing, ...refusals(400, 404) },
      },
    },
    async (request, reply) => {
      if (!rules.delete(request.params.id)) throw ruleNotFound();
      return reply.code(204).send();
    },
  );

  app.get(
    '/rules/:id/metrics',
    {
      schema: {
        tags,
        summary: 'What a rule did',
        params: RulePath,
        response: { 200: RuleMetrics, ...refusals(404) },
      },
    },
    (request) => {
      const metrics = rules.metrics(request.params.id);
      if (!metrics) throw ruleNotFound();
      return metrics;
    },
  );

  app.put(
    '/rules/:id/metrics/reset',
    {
      schema: {
        tags,
        summary: 'Count from zero again',
        params: RulePath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async (request, reply) => {
      if (!rules.resetMetrics(request.params.id)) throw ruleNotFound();
      return reply.code(204).send();
    },
  );

  app.get(
    '/rules/:id/recent',
    {
      schema: {
        tags,
        summary: 'The last events that a rule matched and missed, and what it made of them',
        params: RulePath,
        response: { 200: RecentEvents, ...refusals(404) },
      },
    },
    async (request, reply) => {
      const recent = rules.recent(request.params.id, toTimestamp);
      if (recent === undefined) throw ruleNotFound();
      return sendJsonText(reply, `{"data":${recent}}`);
    },
  );
}

export function toRule(rule: EngineRule): Rule {
  return {
    ...rule,
    created_at: toTimestamp(rule.created_at),
    last_modified_at: toTimestamp(rule.last_modified_at),
  };
}

function ruleNotFound(): ApiError {
  return new ApiError(404, 'NOT_FOUND', 'Rule Id Not Found');
}
