import type { FastifyInstance } from 'fastify';
import { ApiError } from './api-error.ts';
import { toUpload } from './upload.ts';

const MAXIMUM_DEPTH = 64;

/**
 * EMQX reads any body as JSON, whatever its type says, and scripts rely on it (`curl -d`). Only these are
 * strict. No cookie signs anybody in, so a form of a foreign site gains nothing by it.
 */
const strictlyTyped = new Set([
  '/api/v5/rules',
  '/api/v5/rules/:id',
  '/api/v5/rule_test',
  '/api/v5/rules/:id/test',
  '/api/v5/rule_engine',
]);

/** These take files as well. */
const uploads = new Set([
  '/api/v5/authentication/:id/import_users',
  '/api/v5/data/files',
  '/api/v5/emqx_import/plan',
]);

/** Reads every body as JSON, within bounds; an empty one is no body. */
export function readJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (body.length === 0 || request.is404) return done(null, undefined);
    const contentType = request.headers['content-type'] ?? '';
    const type = contentType.split(';', 1)[0]?.trim().toLowerCase();
    if (type === 'multipart/form-data' && uploads.has(request.routeOptions.url ?? '')) {
      return done(null, toUpload(contentType, body));
    }
    if (type !== 'application/json' && strictlyTyped.has(request.routeOptions.url ?? '')) {
      return done(new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', 'content-type:application/json Required'));
    }
    const text = decode(body);
    if (text === undefined) return done(malformed('is not valid UTF-8'));
    if (isTooDeep(text)) return done(malformed(`is nested more than ${MAXIMUM_DEPTH} levels deep`));
    return parse(request, text, (error, value) =>
      error ? done(malformed('cannot be read')) : done(null, value),
    );
  });
}

function malformed(why: string): ApiError {
  return new ApiError(400, 'BAD_REQUEST', `Invalid JSON: the body ${why}`);
}

function decode(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

/** Looked at before parsing: whatever walks the value later may recurse. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === '\\') i++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') {
      if (++depth > MAXIMUM_DEPTH) return true;
    } else if (character === '}' || character === ']') depth--;
  }
  return false;
}
