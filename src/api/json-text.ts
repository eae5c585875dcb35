import type { FastifyReply } from 'fastify';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Sends JSON that the rule language wrote: JSON.stringify would turn 4.0 into 4. */
export function sendJsonText(reply: FastifyReply, text: string): FastifyReply {
  return reply
    .type(JSON_TYPE)
    .serializer(() => text)
    .send({});
}
