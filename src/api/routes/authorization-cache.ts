import { z } from 'zod';
import type { CachedVerdict, Explanation, Testimony } from '../../broker/door.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import {
  AuthorizationExplanation,
  CachedAuthorization,
  ClientPath,
  ExplainBody,
  Nothing,
} from '../contract.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { clientNotFound } from './clients.ts';

const tags = ['Authorization'];

/** What was decided about clients, and what would be decided and why. */
export function authorizationCacheRoutes(
  app: ApiApp,
  { authorization, broker }: Pick<ApiParts, 'authorization' | 'broker'>,
): void {
  app.delete(
    '/authorization/cache',
    {
      schema: {
        tags,
        summary: 'Forget all remembered verdicts, and look at all subscriptions again',
        response: { 204: Nothing },
      },
    },
    async (_request, reply) => {
      authorization.dropCache();
      return reply.code(204).send();
    },
  );

  app.get(
    '/clients/:clientid/authorization/cache',
    {
      schema: {
        tags,
        summary: 'The verdicts that are remembered on a client',
        params: ClientPath,
        response: { 200: z.array(CachedAuthorization), ...refusals(404) },
      },
    },
    (request) => {
      const verdicts = broker.rights.remembered(request.params.clientid);
      if (!verdicts) throw clientNotFound();
      return verdicts.map(toCached);
    },
  );

  app.delete(
    '/clients/:clientid/authorization/cache',
    {
      schema: {
        tags,
        summary: 'Forget the verdicts on a client',
        params: ClientPath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async (request, reply) => {
      if (!broker.rights.forget(request.params.clientid)) throw clientNotFound();
      return reply.code(204).send();
    },
  );

  app.post(
    '/authorization/explain',
    {
      schema: {
        tags,
        summary: 'Whether a client may do something, and by which rule',
        body: ExplainBody,
        response: { 200: AuthorizationExplanation, ...refusals(400) },
      },
    },
    async (request) => {
      const { body } = request;
      const { action, topic, qos, retain } = body;
      const isValid = action === 'publish' ? broker.isTopicName(topic) : broker.isTopicFilter(topic);
      if (!isValid) {
        const what = action === 'publish' ? 'topic name' : 'topic filter';
        throw new ApiError(400, 'INVALID_PARAMETER', `${topic} is not a ${what}`);
      }
      const explanation = await broker.rights.explain({
        clientId: body.clientid,
        username: body.username,
        peerHost: body.peerhost,
        listener: body.listener,
        attributes: body.client_attrs,
        commonName: body.cert_common_name,
        isSuperuser: body.is_superuser,
        action,
        topic,
        qos,
        retain,
      });
      const disabled = authorization.list().filter(({ enable }) => !enable);
      return toAnswer(
        explanation,
        disabled.map(({ type }) => type),
      );
    },
  );
}

function toCached({ action, topic, qos, retain, permission, since }: CachedVerdict): CachedAuthorization {
  const access = action === 'publish' ? { action_type: action, qos, retain } : { action_type: action, qos };
  return { access, topic, result: permission, updated_time: since };
}

function toAnswer(explanation: Explanation, disabled: readonly string[]): AuthorizationExplanation {
  const { subject, request, result, decider, reason, remembered } = explanation;
  return {
    clientid: subject.clientId,
    username: subject.username ?? null,
    peerhost: subject.peerHost,
    listener: subject.listener,
    client_attrs: { ...subject.attributes },
    cert_common_name: subject.certificate?.commonName ?? null,
    is_superuser: subject.isSuperuser ?? false,
    connected: explanation.isConnected,
    action: request.action,
    topic: request.topic,
    qos: request.qos,
    retain: request.retain,
    sources: [
      ...explanation.testimonies.map(toSource),
      ...disabled.map((type) => ({ ...NOTHING_SAID, type, enable: false, consulted: false })),
    ],
    result,
    authz_source: decider,
    reason,
    cached: remembered ?? null,
  };
}

type ExplainedSource = AuthorizationExplanation['sources'][number];

const NOTHING_SAID = { matched: false, verdict: null, rule: null, detail: null };

function toSource({ source, isConsulted, judgement }: Testimony): ExplainedSource {
  const about = { type: source, enable: true, consulted: isConsulted };
  if (!judgement) return { ...about, ...NOTHING_SAID };
  const { verdict, rule, detail } = judgement;
  return {
    ...about,
    matched: verdict === 'allow' || verdict === 'deny',
    verdict,
    rule: rule ? { text: rule.text, position: rule.place } : null,
    detail: detail ?? null,
  };
}
