import { z } from 'zod';
import type { MessageDraft } from '../../broker/door.ts';
import type { ApiApp } from '../api-app.ts';
import { notStored } from '../api-error.ts';
import {
  NotDelivered,
  Problem,
  PublishBody,
  PublishBulkBody,
  Published,
  PublishedOrNot,
} from '../contract.ts';
import { publishBodyLimit } from '../http-limits.ts';
import { inSlices } from '../in-slices.ts';
import { toMessageDraft } from '../message-draft.ts';
import type { ApiParts } from '../parts.ts';

const tags = ['Publish'];
/** A message that cannot be published has one body, a request that breaks its schema the other. */
const Refused = z.union([NotDelivered, Problem]);

/** Not an error: a retained message is stored all the same. */
const noSubscribers: NotDelivered = { reason_code: 0x10, message: 'no_matching_subscribers' };

/** As clients are refused, and what is to be retained as well: see `Broker.isFailing`. */
function refuseUnstored(drafts: readonly MessageDraft[], broker: ApiParts['broker']): void {
  if (broker.isFailing && drafts.some(({ qos, retain }) => qos > 0 || retain)) throw notStored();
}

export function publishRoutes(app: ApiApp, { broker }: Pick<ApiParts, 'broker'>): void {
  const bodyLimit = publishBodyLimit(broker.maximumPacketSize);
  app.post(
    '/publish',
    {
      bodyLimit,
      schema: {
        tags,
        summary: 'Publish a message',
        body: PublishBody,
        response: { 200: Published, 202: NotDelivered, 400: Refused, 503: Problem },
      },
    },
    async (request, reply) => {
      const parsed = toMessageDraft(request.body, broker);
      if (parsed.kind === 'refused') return reply.code(400).send(parsed.refusal);
      refuseUnstored([parsed.draft], broker);
      const { message, receivers } = broker.publish(parsed.draft);
      if (!(await broker.untilDone())) throw notStored();
      if (receivers === 0) return reply.code(202).send(noSubscribers);
      return reply.code(200).send({ id: message.id });
    },
  );

  app.post(
    '/publish/bulk',
    {
      bodyLimit,
      schema: {
        tags,
        summary: 'Publish many messages; none when one is invalid',
        body: PublishBulkBody,
        response: { 200: z.array(Published), 202: z.array(PublishedOrNot), 400: Refused, 503: Problem },
      },
    },
    async (request, reply) => {
      const drafts: MessageDraft[] = [];
      let refusal: NotDelivered | undefined;
      await inSlices(request.body, (body) => {
        const parsed = toMessageDraft(body, broker);
        if (parsed.kind === 'refused') refusal ??= parsed.refusal;
        else drafts.push(parsed.draft);
      });
      if (refusal) return reply.code(400).send(refusal);
      refuseUnstored(drafts, broker);
      const answers: PublishedOrNot[] = [];
      let isHeardByAll = true;
      await inSlices(drafts, (draft) => {
        refuseUnstored([draft], broker); // it may have begun to fail since
        const { message, receivers } = broker.publish(draft);
        if (receivers === 0) isHeardByAll = false;
        answers.push(receivers > 0 ? { id: message.id } : noSubscribers);
      });
      if (!(await broker.untilDone())) throw notStored();
      return reply.code(isHeardByAll ? 200 : 202).send(answers);
    },
  );
}
