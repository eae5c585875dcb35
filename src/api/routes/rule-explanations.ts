import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RecordedEvent } from '../../journal/door.ts';
import { type Asker, ruleExplanation, storedRuleExplanation } from '../../rules/door.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import { RuleExplanation, RulePath } from '../contract.ts';
import { sendJsonText } from '../json-text.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { preferredLanguage } from '../setup/preferred-language.ts';
import { answered, eventIdOf } from './events.ts';

const tags = ['Rules'];

/** What a rule makes of one event, and why. */
export function ruleExplanationRoutes(app: ApiApp, parts: Pick<ApiParts, 'rules' | 'journal'>): void {
  const { rules, journal } = parts;

  app.post(
    '/rule_explain',
    {
      schema: {
        tags,
        summary: 'Why a rule that is not kept does or does not match an event; nothing is sent',
        body: ruleExplanation,
        response: { 200: RuleExplanation, ...refusals(400, 404, 415, 429, 503) },
      },
    },
    async (request, reply) =>
      answer(reply, await rules.explain(request.body, askerOf(journal, request, reply))),
  );

  app.post(
    '/rules/:id/explain',
    {
      schema: {
        tags,
        summary: 'Why a rule does or does not match an event; nothing is sent',
        params: RulePath,
        body: storedRuleExplanation,
        response: { 200: RuleExplanation, ...refusals(400, 404, 415, 429, 503) },
      },
    },
    async (request, reply) => {
      const asker = askerOf(journal, request, reply);
      return answer(reply, await rules.explainRule(request.params.id, request.body, asker));
    },
  );
}

export function askerOf(
  journal: ApiParts['journal'],
  { headers }: FastifyRequest,
  reply: FastifyReply,
): Asker {
  // Who hangs up waits no longer.
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return {
    language: preferredLanguage(headers['accept-language']),
    signal: gone.signal,
    recorded: (eventId) => recordedEvent(journal, eventId),
  };
}

/** @throws ApiError */
async function recordedEvent(journal: ApiParts['journal'], eventId: string): Promise<RecordedEvent> {
  const record = await answered(journal.get(eventIdOf(eventId, 'event_id')));
  if (record) return record;
  throw new ApiError(404, 'NOT_FOUND', `there is no event ${eventId}, or not any more`);
}

function answer(reply: FastifyReply, explanation: string): FastifyReply {
  reply.header('vary', 'accept-language');
  return sendJsonText(reply, explanation);
}
