import { z } from 'zod';
import { ruleEngineSettings, ruleEvents, ruleFunctions, ruleTest, storedRuleTest } from '../../rules/door.ts';
import type { ApiApp } from '../api-app.ts';
import { RuleEngineSettings, RuleEvent, RuleFunction, RulePath, RuleTestAnswer } from '../contract.ts';
import { sendJsonText } from '../json-text.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';

const tags = ['Rules'];

/** Trying rules, what they can be about, and the settings that all of them share. */
export function ruleEngineRoutes(app: ApiApp, { rules }: Pick<ApiParts, 'rules'>): void {
  app.post(
    '/rule_test',
    {
      schema: {
        tags,
        summary: 'What an SQL text would make of an event; nothing is sent',
        body: ruleTest,
        response: { 200: RuleTestAnswer, ...refusals(400, 412, 415) },
      },
    },
    // The engine writes the text itself, because JSON.stringify would turn 4.0 into 4.
    async (request, reply) => sendJsonText(reply, rules.test(request.body)),
  );

  app.post(
    '/rules/:id/test',
    {
      schema: {
        tags,
        summary: 'Run a rule on a made-up event; its actions only render, unless told otherwise',
        params: RulePath,
        body: storedRuleTest,
        response: { 200: RuleTestAnswer, ...refusals(400, 404, 412, 415) },
      },
    },
    async (request, reply) => sendJsonText(reply, rules.testRule(request.params.id, request.body)),
  );

  app.get(
    '/rule_events',
    {
      schema: { tags, summary: 'The events that rules can be about', response: { 200: z.array(RuleEvent) } },
    },
    async (_request, reply) => reply.send([...ruleEvents] as RuleEvent[]),
  );

  app.get(
    '/rule_functions',
    {
      schema: {
        tags,
        summary: 'The functions of the rule language',
        response: { 200: z.array(RuleFunction) },
      },
    },
    async (_request, reply) => reply.send([...ruleFunctions]),
  );

  app.get(
    '/rule_engine',
    { schema: { tags, summary: 'The settings of all rules', response: { 200: RuleEngineSettings } } },
    () => rules.settings(),
  );

  app.put(
    '/rule_engine',
    {
      schema: {
        tags,
        summary: 'Change the settings of all rules',
        body: ruleEngineSettings,
        response: { 200: RuleEngineSettings, ...refusals(400, 415) },
      },
    },
    (request) => rules.configure(request.body),
  );
}
