import type { FastifyReply, FastifyRequest } from 'fastify';
import { AlertError } from '../alerts/door.ts';
import { AccessError, ListenerError } from '../broker/door.ts';
import { DeliveryError } from '../delivery/door.ts';
import { BusyError } from '../lib/work-queue.ts';
import { RuleError } from '../rules/door.ts';
import { SchemaError } from '../schemas/door.ts';
import { ApiError } from './api-error.ts';
import { type ErrorCodeName, errorCodes } from './error-codes.ts';

/** The status of each code by which the floors below refuse. */
const statusOfCode: Readonly<
  Record<DeliveryError['code'] | RuleError['code'] | SchemaError['code'], number>
> = {
  ALREADY_EXISTS: 400,
  BAD_REQUEST: 400,
  CONFLICT: 409,
  NOT_FOUND: 404,
  NOT_MATCH: 412,
  RULE_NOT_FOUND: 404,
  TEST_FAILED: 400,
};

/** Of access; something double is 409 here, as in EMQX. */
const statusOfAccess: Readonly<Record<AccessError['code'], number>> = {
  ALREADY_EXISTS: 409,
  BAD_REQUEST: 400,
  EXCEED_LIMIT: 400,
  NOT_FOUND: 404,
};

/** Of alerts and silences. */
const statusOfAlert: Readonly<Record<AlertError['code'], number>> = {
  BAD_REQUEST: 400,
  CONFLICT: 409,
  EXCEED_LIMIT: 400,
  NOT_FOUND: 404,
};

/** Of listeners. */
const refusalOfListener: Readonly<Record<ListenerError['kind'], [status: number, code: ErrorCodeName]>> = {
  exists: [400, 'BAD_LISTENER_ID'],
  invalid: [400, 'BAD_REQUEST'],
  unknown: [404, 'BAD_LISTENER_ID'],
};

/** What Fastify refuses by itself, by status. */
const codeOfStatus = new Map<number, ErrorCodeName>([
  [400, 'BAD_REQUEST'],
  // Of a path that leads out of the files of the dashboard.
  [403, 'NOT_ALLOWED'],
  [404, 'NOT_FOUND'],
  [408, 'REQUEST_TIMEOUT'],
  [413, 'PAYLOAD_TOO_LARGE'],
  [414, 'BAD_REQUEST'],
  [415, 'UNSUPPORTED_MEDIA_TYPE'],
  [431, 'REQUEST_HEADER_TOO_LARGE'],
  [503, 'SERVICE_UNAVAILABLE'],
]);

/** Turns every error into its answer: the only place that does. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = toApiError(error);
  if (!refusal) {
    // The path's pattern and not its text, which may hold a token.
    request.log.error(
      { err: error, method: request.method, route: request.routeOptions.url },
      'request failed',
    );
    return reply.code(500).send({ code: 'INTERNAL_ERROR', message: errorCodes.INTERNAL_ERROR });
  }
  const { status, code, message, details } = refusal;
  return reply
    .code(status)
    .headers(details.headers ?? {})
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ code, message, ...details.members });
}

function toApiError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (error instanceof DeliveryError || error instanceof RuleError) {
    return new ApiError(statusOfCode[error.code], error.code, error.message, {
      members: { ...error.details },
    });
  }
  if (error instanceof SchemaError) return new ApiError(statusOfCode[error.code], error.code, error.message);
  if (error instanceof AlertError) return new ApiError(statusOfAlert[error.code], error.code, error.message);
  if (error instanceof AccessError)
    return new ApiError(statusOfAccess[error.code], error.code, error.message);
  if (error instanceof BusyError) {
    const headers = { 'retry-after': '5' };
    return new ApiError(429, 'TOO_MANY_REQUESTS', error.message, { headers });
  }
  if (error instanceof ListenerError) return new ApiError(...refusalOfListener[error.kind], error.message);
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  const code = typeof status === 'number' ? codeOfStatus.get(status) : undefined;
  return code && new ApiError(Number(status), code, (error as Error).message);
}

/** A path that exists for other methods. @param allowed in the order of the header */
export function answerMethodNotAllowed(reply: FastifyReply, allowed: readonly string[]): FastifyReply {
  return reply.code(405).header('allow', allowed.join(', ')).send();
}

const NOT_FOUND_TEXT = 'Request Path Not Found';

/** An unknown path, as JSON unless the client asks for something else. */
export function answerUnknownPath(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const accept = request.headers.accept ?? '*/*';
  reply.code(404);
  if (accept.includes('application/json') || /^\s*\*\/\*/.test(accept)) {
    return reply.send({ code: 'NOT_FOUND', message: NOT_FOUND_TEXT });
  }
  if (!accept.includes('text/html')) return reply.type('text/plain; charset=utf-8').send(NOT_FOUND_TEXT);
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>404</title><h1>404</h1><p>${NOT_FOUND_TEXT}</p></html>`;
  return reply.type('text/html; charset=utf-8').send(page);
}
