import type { FastifyReply } from 'fastify';

const JSON_TYPE = 'application/json; charset=utf-8';

/** Sends what was written as JSON already: by the rule language, because JSON.stringify would turn 4.0 into 4, or in slices. */
export function sendJsonText(reply: FastifyReply, text: string | Buffer): FastifyReply {
  reply.type(JSON_TYPE);
  if (typeof text !== 'string') return reply.send(text);
  return reply.serializer(() => text).send({});
}
