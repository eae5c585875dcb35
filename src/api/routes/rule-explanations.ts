import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Asker, ruleExplanation, storedRuleExplanation } from '../../rules/door.ts';
import type { ApiApp } from '../api-app.ts';
import { RuleExplanation, RulePath } from '../contract.ts';
import { sendJsonText } from '../json-text.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { preferredLanguage } from '../setup/preferred-language.ts';

const tags = ['Rules'];

/** What a rule makes of one event, and why. */
export function ruleExplanationRoutes(app: ApiApp, { rules }: Pick<ApiParts, 'rules'>): void {
  app.post(
    '/rule_explain',
    {
      schema: {
        tags,
        summary: 'Why a rule that is not kept does or does not match an event; nothing is sent',
        body: ruleExplanation,
        response: { 200: RuleExplanation, ...refusals(400, 415, 429) },
      },
    },
    async (request, reply) => answer(reply, await rules.explain(request.body, askerOf(request, reply))),
  );

  app.post(
    '/rules/:id/explain',
    {
      schema: {
        tags,
        summary: 'Why a rule does or does not match an event; nothing is sent',
        params: RulePath,
        body: storedRuleExplanation,
        response: { 200: RuleExplanation, ...refusals(400, 404, 415, 429) },
      },
    },
    async (request, reply) => {
      const asker = askerOf(request, reply);
      return answer(reply, await rules.explainRule(request.params.id, request.body, asker));
    },
  );
}

/** Who hangs up waits no longer. */
function askerOf({ headers }: FastifyRequest, reply: FastifyReply): Asker {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return { language: preferredLanguage(headers['accept-language']), signal: gone.signal };
}

function answer(reply: FastifyReply, explanation: string): FastifyReply {
  reply.header('vary', 'accept-language');
  return sendJsonText(reply, explanation);
}
