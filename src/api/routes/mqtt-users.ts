import { type MqttUser as BrokerUser, type ImportType, readRows } from '../../broker/door.ts';
import type { ApiApp } from '../api-app.ts';
import { ApiError } from '../api-error.ts';
import {
  AuthenticatorPath,
  ImportQuery,
  ImportResult,
  MqttUser,
  MqttUserBody,
  MqttUserPath,
  MqttUserQuery,
  MqttUserUpdateBody,
  Nothing,
  pageOf,
} from '../contract.ts';
import { IMPORT_BODY_LIMIT } from '../http-limits.ts';
import { refuse } from '../owners/owner-guard.ts';
import type { Owners } from '../owners/owners.ts';
import type { ApiParts } from '../parts.ts';
import { refusals } from '../refusals.ts';
import { isUpload, uploadedFile } from '../upload.ts';

const tags = ['Authentication'];

/** Users of an authenticator that keeps them itself. */
export function mqttUserRoutes(
  app: ApiApp,
  { authenticators }: Pick<ApiParts, 'authenticators'>,
  owners: Pick<Owners, 'fileOf'>,
): void {
  app.get(
    '/authentication/:id/users',
    {
      schema: {
        tags,
        summary: 'MQTT users',
        params: AuthenticatorPath,
        querystring: MqttUserQuery,
        response: { 200: pageOf(MqttUser), ...refusals(400, 404) },
      },
    },
    (request) => {
      const { page, limit, like_user_id: like, is_superuser: isSuperuser } = request.query;
      const users = authenticators.users(request.params.id);
      const count = users.count({ like, isSuperuser });
      const offset = (page - 1) * limit;
      const data = users.list({ like, isSuperuser, offset, limit }).map(toUser);
      return { data, meta: { page, limit, count, hasnext: offset + limit < count } };
    },
  );

  app.post(
    '/authentication/:id/users',
    {
      schema: {
        tags,
        summary: 'Add an MQTT user',
        params: AuthenticatorPath,
        body: MqttUserBody,
        response: { 201: MqttUser, ...refusals(400, 404, 409, 429) },
      },
    },
    async (request, reply) => {
      const { user_id, password, is_superuser } = request.body;
      const user = await authenticators.users(request.params.id).add(user_id, password, is_superuser);
      return reply.code(201).send(toUser(user));
    },
  );

  app.get(
    '/authentication/:id/users/:user_id',
    {
      schema: {
        tags,
        summary: 'One MQTT user',
        params: MqttUserPath,
        response: { 200: MqttUser, ...refusals(404) },
      },
    },
    (request) => toUser(authenticators.users(request.params.id).get(request.params.user_id)),
  );

  app.put(
    '/authentication/:id/users/:user_id',
    {
      schema: {
        tags,
        summary: 'Set the password or the rights of an MQTT user',
        params: MqttUserPath,
        body: MqttUserUpdateBody,
        response: { 200: MqttUser, ...refusals(400, 404, 429) },
      },
    },
    async (request) => {
      const { password, is_superuser: isSuperuser } = request.body;
      const { id, user_id } = request.params;
      return toUser(await authenticators.users(id).update(user_id, { password, isSuperuser }));
    },
  );

  app.delete(
    '/authentication/:id/users/:user_id',
    {
      schema: {
        tags,
        summary: 'Delete an MQTT user',
        params: MqttUserPath,
        response: { 204: Nothing, ...refusals(404) },
      },
    },
    async (request, reply) => {
      authenticators.users(request.params.id).delete(request.params.user_id);
      return reply.code(204).send();
    },
  );

  app.post(
    '/authentication/:id/import_users',
    {
      bodyLimit: IMPORT_BODY_LIMIT,
      schema: {
        tags,
        summary: 'Add or replace many MQTT users, from a file (multipart field `filename`) or a JSON list',
        params: AuthenticatorPath,
        querystring: ImportQuery,
        response: { 200: ImportResult, ...refusals(400, 404, 409) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const users = authenticators.users(id);
      const rows = rowsOf(request.body);
      // All or none: half a list is a puzzle for whoever sent it.
      for (const row of rows) {
        const { user_id: name } = (row ?? {}) as { readonly user_id?: unknown };
        if (typeof name === 'string') refuse(owners, 'mqtt_users', `${id}:${name}`);
      }
      return await users.import(request.query.type satisfies ImportType, rows, true);
    },
  );
}

function rowsOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  if (!isUpload(body))
    throw new ApiError(400, 'BAD_REQUEST', 'send a file as multipart field filename, or a JSON list');
  const { name, text } = uploadedFile(body, 'filename');
  return readRows(name, text);
}

function toUser({ userId, isSuperuser }: BrokerUser): MqttUser {
  return { user_id: userId, is_superuser: isSuperuser };
}
