import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Principal } from './authentication/principal.ts';

/** The Fastify instance that routes are added to. */
export type ApiApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; undefined on an open route. */
    principal: Principal | undefined;
    /** Why a sign-in failed that is answered by leading the browser back. */
    signInFailure: string | undefined;
  }

  interface FastifyInstance {
    /** Whether who sent a request, whose answer has not ended, may still do so. */
    isStillAllowed(request: FastifyRequest): boolean;
  }
}
