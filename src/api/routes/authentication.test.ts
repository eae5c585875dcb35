import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInDatabase } from '../../../test/support/access-scenario.ts';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import {
  AuthenticationSettings,
  Authenticator,
  AuthenticatorStatus,
  ImportResult,
  MqttUser,
  pageOf,
} from '../contract.ts';

const ID = 'password_based:built_in_database';

test('an authenticator is added, shown, changed and deleted', async (t) => {
  const api = await startApi(t);
  await checkTable(api, [
    { request: 'GET /authentication', status: 200, check: (body) => assert.deepEqual(body, []) },
    { request: `GET /authentication/${ID}`, status: 404, code: 'NOT_FOUND' },
    { request: 'POST /authentication', body: { mechanism: 'oauth' }, status: 400, code: 'BAD_REQUEST' },
    {
      request: 'POST /authentication',
      body: { ...builtInDatabase, user_id_typ: 'username' },
      status: 400,
      check: (body: { message: string }) => assert.match(body.message, /unknown_fields.*user_id_typ/),
    },
    {
      request: 'POST /authentication',
      body: { mechanism: 'password_based', backend: 'built_in_database' },
      status: 200,
      answer: Authenticator,
      check: (body) =>
        assert.deepEqual(body, {
          id: ID,
          mechanism: 'password_based',
          backend: 'built_in_database',
          enable: true,
          user_id_type: 'username',
          password_hash_algorithm: { name: 'sha256', salt_position: 'suffix' },
          bootstrap_type: 'plain',
        }),
    },
    { request: 'POST /authentication', body: builtInDatabase, status: 409, code: 'ALREADY_EXISTS' },
    { request: 'POST /authentication', who: 'viewerKey', body: builtInDatabase, status: 403 },
    {
      request: `PUT /authentication/${ID}`,
      body: { id: ID, ...builtInDatabase, user_id_type: 'clientid' },
      status: 204,
    },
    {
      request: `GET /authentication/${encodeURIComponent(ID)}`,
      status: 200,
      check: (body: Record<string, unknown>) => assert.equal(body.user_id_type, 'clientid'),
    },
    { request: 'PUT /authentication/jwt', body: builtInDatabase, status: 404, code: 'NOT_FOUND' },
    { request: `GET /authentication/${ID}/status`, status: 200, answer: AuthenticatorStatus },
    { request: `PUT /authentication/${ID}/position/front`, status: 204 },
    { request: `PUT /authentication/${ID}/position/middle`, status: 400, code: 'BAD_REQUEST' },
    { request: `PUT /authentication/${ID}/position/before:jwt`, status: 404, code: 'NOT_FOUND' },
    { request: 'PUT /authentication/order', body: [{ id: ID }], status: 204 },
    { request: 'PUT /authentication/order', body: [], status: 400, code: 'BAD_REQUEST' },
    { request: 'GET /authentication/settings', status: 200, answer: AuthenticationSettings },
    { request: 'PUT /authentication/settings', body: { node_cache: { enable: false } }, status: 204 },
    { request: 'PUT /authentication/settings', body: { node_cache: { enable: true } }, status: 400 },
    { request: `DELETE /authentication/${ID}`, status: 204 },
    { request: `DELETE /authentication/${ID}`, status: 404, code: 'NOT_FOUND' },
  ]);
});

test('users are added, listed in pages, changed and deleted, and no answer shows a password', async (t) => {
  const api = await startApi(t);
  await api.authenticators.create(builtInDatabase);
  const users = `/authentication/${ID}/users`;
  const ids = (body: { data: MqttUser[] }) => body.data.map(({ user_id }) => user_id);
  await checkTable(api, [
    { request: 'GET /authentication/jwt/users', status: 404, code: 'NOT_FOUND' },
    {
      request: `POST ${users}`,
      body: { user_id: 'dev-1', password: 'secret' },
      status: 201,
      answer: MqttUser,
      check: (body) => assert.deepEqual(body, { user_id: 'dev-1', is_superuser: false }),
    },
    {
      request: `POST ${users}`,
      body: { user_id: 'dev-1', password: 'other' },
      status: 409,
      code: 'ALREADY_EXISTS',
    },
    { request: `POST ${users}`, body: { user_id: 'dev-2' }, status: 400, code: 'BAD_REQUEST' },
    { request: `POST ${users}`, body: { user_id: 'op', password: 'x', is_superuser: true }, status: 201 },
    {
      request: `GET ${users}`,
      status: 200,
      answer: pageOf(MqttUser),
      check: (body: { data: MqttUser[] }) => assert.deepEqual(ids(body), ['dev-1', 'op']),
    },
    {
      request: `GET ${users}?is_superuser=true`,
      status: 200,
      check: (body: { data: MqttUser[] }) => assert.deepEqual(ids(body), ['op']),
    },
    {
      request: `GET ${users}?like_user_id=ev-&limit=1`,
      status: 200,
      check: (body: { data: MqttUser[]; meta: object }) => {
        assert.deepEqual(ids(body), ['dev-1']);
        assert.deepEqual(body.meta, { page: 1, limit: 1, count: 1, hasnext: false });
      },
    },
    {
      request: `PUT ${users}/dev-1`,
      body: { is_superuser: true },
      status: 200,
      check: (body) => assert.deepEqual(body, { user_id: 'dev-1', is_superuser: true }),
    },
    { request: `PUT ${users}/dev-1`, body: {}, status: 400, code: 'BAD_REQUEST' },
    { request: `PUT ${users}/nobody`, body: { password: 'x' }, status: 404, code: 'NOT_FOUND' },
    { request: `GET ${users}/dev-1`, status: 200, answer: MqttUser },
    { request: `DELETE ${users}/dev-1`, status: 204 },
    { request: `GET ${users}/dev-1`, status: 404, code: 'NOT_FOUND' },
    { request: `DELETE ${users}/dev-1`, status: 404, code: 'NOT_FOUND' },
  ]);
});

const csv = [
  'user_id,password_hash,salt,is_superuser',
  'a,91b4d142823f7d20c5f08df69122de43f35f057a988d9619f6d3138485c9a203,salt,true',
  '"b,1",91b4d142823f7d20c5f08df69122de43f35f057a988d9619f6d3138485c9a203,salt,false',
  'c,not-a-hash,salt,false',
].join('\r\n');

function upload(name: string, text: string) {
  const boundary = 'XXboundaryXX';
  const head = `content-disposition: form-data; name="filename"; filename="${name}"\r\ncontent-type: text/plain`;
  return {
    body: `--${boundary}\r\n${head}\r\n\r\n${text}\r\n--${boundary}--\r\n`,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}

test('users are imported from CSV, from JSON and from a list in the body, and the answer counts them', async (t) => {
  const api = await startApi(t);
  await api.authenticators.create(builtInDatabase);
  const path = `POST /authentication/${ID}/import_users`;
  const counts =
    (success: number, override: number, ...errors: Array<{ row: number; reason: string }>) =>
    (body: unknown) =>
      assert.deepEqual(body, {
        total: success + override + errors.length,
        success,
        override,
        skipped: 0,
        failed: errors.length,
        ...(errors.length > 0 && { errors }),
      });
  await checkTable(api, [
    {
      request: `${path}?type=hash`,
      ...upload('users.csv', csv),
      status: 200,
      answer: ImportResult,
      check: counts(2, 0, { row: 3, reason: 'password_hash: a sha256 hash has 64 hexadecimal digits' }),
    },
    { request: `GET /authentication/${ID}/users/b,1`, status: 200 },
    {
      request: `${path}?type=plain`,
      ...upload('users.json', JSON.stringify([{ user_id: 'a', password: 'new' }, { user_id: 'd' }])),
      status: 200,
      check: counts(0, 1, { row: 2, reason: 'password: Invalid input: expected string, received undefined' }),
    },
    {
      request: `${path}?type=plain`,
      body: [{ user_id: 'e', password: 'x', is_superuser: true }],
      status: 200,
      check: counts(1, 0),
    },
    { request: path, ...upload('users.txt', csv), status: 400, code: 'BAD_REQUEST' },
    { request: path, ...upload('users.csv', 'name\nx'), status: 400, code: 'BAD_REQUEST' },
    { request: path, ...upload('users.json', '{}'), status: 400, code: 'BAD_REQUEST' },
    { request: path, body: { user_id: 'x' }, status: 400, code: 'BAD_REQUEST' },
  ]);
});
