import { z } from 'zod';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import type { StoredKey } from '../authentication/api-keys.ts';
import type { Identity } from '../authentication/identity.ts';
import { ApiKey, ApiKeyBody, ApiKeyPath, ApiKeyUpdateBody, Nothing } from '../contract.ts';
import { refusals } from '../refusals.ts';
import { toTimestampOfSeconds } from '../timestamps.ts';

const tags = ['API keys'];

export function apiKeyRoutes(app: ApiApp, { apiKeys }: Pick<Identity, 'apiKeys'>): void {
  app.get('/api_key', { schema: { tags, summary: 'All API keys', response: { 200: z.array(ApiKey) } } }, () =>
    apiKeys.list().map(toAnswer),
  );

  app.post(
    '/api_key',
    {
      schema: {
        tags,
        summary: 'Create an API key; the only answer that holds the secret',
        body: ApiKeyBody,
        response: { 200: ApiKey, ...refusals(400) },
      },
    },
    (request) => {
      const { name, desc, enable, expired_at, role, scopes } = request.body;
      if (apiKeys.get(name)) throw new ApiError(400, 'BAD_REQUEST', 'name_already_existed');
      if (apiKeys.isFull()) throw new ApiError(400, 'BAD_REQUEST', 'Maximum ApiKey limit reached');
      const draft = { name, description: desc, enable, expiredAt: toMoment(expired_at), role, scopes };
      const { key, secret } = apiKeys.create(draft);
      return { ...toAnswer(key), api_secret: secret };
    },
  );

  app.get(
    '/api_key/:name',
    {
      schema: {
        tags,
        summary: 'One API key',
        params: ApiKeyPath,
        response: { 200: ApiKey, ...refusals(404) },
      },
    },
    (request) => {
      const key = apiKeys.get(request.params.name);
      if (!key) throw keyNotFound();
      return toAnswer(key);
    },
  );

  app.put(
    '/api_key/:name',
    {
      schema: {
        tags,
        summary: 'Change an API key',
        params: ApiKeyPath,
        body: ApiKeyUpdateBody,
        response: { 200: ApiKey, ...refusals(400, 404) },
      },
    },
    (request) => {
      const { desc, enable, expired_at, role, scopes } = request.body;
      const key = apiKeys.update(request.params.name, {
        expiredAt: toMoment(expired_at),
        ...(desc !== undefined && { description: desc }),
        ...(enable !== undefined && { enable }),
        ...(role !== undefined && { role }),
        ...(scopes !== undefined && { scopes: scopes ?? undefined }),
      });
      if (!key) throw keyNotFound();
      return toAnswer(key);
    },
  );

  app.delete(
    '/api_key/:name',
    {
      schema: {
        tags,
        summary: 'Delete an API key',
        params: ApiKeyPath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async (request, reply) => {
      if (!apiKeys.delete(request.params.name)) throw keyNotFound();
      return reply.code(204).send();
    },
  );

  function toAnswer(key: StoredKey): ApiKey {
    return {
      name: key.name,
      api_key: key.apiKey,
      enable: key.enable,
      expired_at: key.expiredAt === null ? 'infinity' : toTimestampOfSeconds(key.expiredAt),
      created_at: toTimestampOfSeconds(key.createdAt),
      desc: key.description,
      expired: apiKeys.isExpired(key),
      role: key.role,
      ...(key.scopes && { scopes: [...key.scopes] }),
    };
  }
}

/** Unix milliseconds of RFC 3339 or Unix seconds; null never comes. */
function toMoment(expiredAt: string | number): number | null {
  if (expiredAt === 'infinity') return null;
  return typeof expiredAt === 'number' ? expiredAt * 1000 : Date.parse(expiredAt);
}

function keyNotFound(): ApiError {
  return new ApiError(404, 'NOT_FOUND', 'API key not found');
}
