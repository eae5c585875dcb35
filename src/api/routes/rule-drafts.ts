import { z } from 'zod';
import { ruleCheck, ruleSending } from '../../rules/door.ts';
import type { ApiApp } from '../api-app.ts';
import { RuleCheck, RuleSummary, SentOutput } from '../contract.ts';
import { RULE_BODY_LIMIT } from '../http-limits.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { toTimestamp } from '../timestamps.ts';
import { askerOf } from './rule-explanations.ts';

const tags = ['Rules'];

/** What editors and lists of rules ask. */
export function ruleDraftRoutes(app: ApiApp, parts: Pick<ApiParts, 'rules' | 'journal' | 'alerts'>): void {
  const { rules, journal, alerts } = parts;

  app.post(
    '/rule_check',
    {
      bodyLimit: RULE_BODY_LIMIT,
      schema: {
        tags,
        summary: 'What is wrong and doubtful about a rule while it is being written, with places and fixes',
        body: ruleCheck,
        response: { 200: RuleCheck, ...refusals(400, 415) },
      },
    },
    (request) => rules.check(request.body) as RuleCheck,
  );

  app.post(
    '/rule_send',
    {
      bodyLimit: RULE_BODY_LIMIT,
      schema: {
        tags,
        summary: 'Run outputs for the first row that an SQL text makes of an event; they are really sent',
        body: ruleSending,
        response: { 200: z.array(SentOutput), ...refusals(400, 404, 412, 415, 429, 503) },
      },
    },
    (request, reply) => rules.send(request.body, askerOf(journal, request, reply)),
  );

  app.get(
    '/rules_summary',
    {
      schema: {
        tags,
        summary: 'How all rules do: state, matches of the last 24 hours, failures, open alerts',
        response: { 200: z.array(RuleSummary) },
      },
    },
    () =>
      rules.summaries().map(({ counted_since, last_passed_at, ...summary }) => ({
        ...summary,
        counted_since: toTimestamp(counted_since),
        ...(last_passed_at !== undefined && { last_passed_at: toTimestamp(last_passed_at) }),
        alerts_open: alerts.book.countUnresolved({ kind: 'rule', id: summary.id }),
      })),
  );
}
