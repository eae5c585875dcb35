import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAuthorization } from '../../../test/support/access-scenario.ts';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { startTestBroker } from '../../../test/support/test-broker.ts';
import { authorizationDocument } from '../../broker/door.ts';
import {
  AuthorizationExplanation,
  AuthorizationSource,
  AuthorizationSourceList,
  AuthorizationSourceStatus,
  CachedAuthorization,
} from '../contract.ts';

const SOURCES = '/authorization/sources';
const RULES = `${SOURCES}/built_in_database/rules`;
const types = (body: { sources: { type: string }[] }) => body.sources.map(({ type }) => type);

test('sources are added in front, shown in their order, changed, moved and deleted', async (t) => {
  const api = await startApi(t);
  await checkTable(api, [
    {
      request: `GET ${SOURCES}`,
      status: 200,
      answer: AuthorizationSourceList,
      check: (body: { sources: { type: string; rules: string }[] }) => {
        assert.deepEqual(types(body), ['file']);
        assert.match(body.sources[0]?.rules ?? '', /\{allow, all\}\./);
      },
    },
    { request: `GET ${SOURCES}/built_in_database`, status: 404, code: 'NOT_FOUND' },
    { request: `POST ${SOURCES}`, body: { type: 'built_in_database' }, status: 204 },
    { request: `POST ${SOURCES}`, body: { type: 'built_in_database' }, status: 400, code: 'BAD_REQUEST' },
    { request: `POST ${SOURCES}`, body: { type: 'mongodb' }, status: 400, code: 'BAD_REQUEST' },
    { request: `POST ${SOURCES}`, body: { type: 'file', rule: '' }, status: 400, code: 'BAD_REQUEST' },
    {
      request: `GET ${SOURCES}`,
      status: 200,
      check: (body: never) => assert.deepEqual(types(body), ['built_in_database', 'file']),
    },
    {
      request: `GET ${SOURCES}/built_in_database`,
      status: 200,
      answer: AuthorizationSource,
      check: (body) => assert.deepEqual(body, { type: 'built_in_database', enable: true, max_rules: 100 }),
    },
    { request: `GET ${SOURCES}/nothing`, status: 400, code: 'BAD_REQUEST' },
    { request: `POST ${SOURCES}/file/move`, body: { position: 'front' }, status: 204 },
    { request: `POST ${SOURCES}/file/move`, body: { position: 'middle' }, status: 400 },
    {
      request: `GET ${SOURCES}`,
      status: 200,
      check: (body: never) => assert.deepEqual(types(body), ['file', 'built_in_database']),
    },
    {
      request: `PUT ${SOURCES}/order`,
      body: [{ type: 'built_in_database' }, { type: 'file' }],
      status: 204,
    },
    { request: `PUT ${SOURCES}/order`, body: [{ type: 'file' }], status: 400, code: 'BAD_REQUEST' },
    {
      request: `PUT ${SOURCES}/file`,
      body: { type: 'file', enable: true, rules: '{deny, all}.' },
      status: 204,
    },
    {
      request: `PUT ${SOURCES}/file`,
      body: { type: 'file', enable: true, rules: '{deny, al}.' },
      status: 400,
      check: (body: { message: string }) => assert.match(body.message, /rules, line 1, column 1/),
    },
    {
      request: `GET ${SOURCES}/file`,
      status: 200,
      check: (body: { rules: string }) => assert.equal(body.rules, '{deny, all}.'),
    },
    { request: `PUT ${SOURCES}/file`, body: { type: 'built_in_database' }, status: 400, code: 'BAD_REQUEST' },
    { request: `GET ${SOURCES}/file/status`, status: 200, answer: AuthorizationSourceStatus },
    { request: `DELETE ${SOURCES}/file`, status: 204 },
    { request: `DELETE ${SOURCES}/file`, status: 404, code: 'NOT_FOUND' },
    { request: `POST ${SOURCES}`, who: 'viewerKey', body: { type: 'file' }, status: 403 },
  ]);
});

test('rules of users, of clients and for all are kept by the built-in database', async (t) => {
  const api = await startApi(t);
  const rule = { topic: 't/${username}', permission: 'allow', action: 'publish', qos: [0, 1], retain: 'all' };
  await checkTable(api, [
    { request: `GET ${RULES}/users`, status: 404, code: 'NOT_FOUND' },
    { request: `GET ${RULES}/all`, status: 404, code: 'NOT_FOUND' },
    { request: `POST ${SOURCES}`, body: { type: 'built_in_database', max_rules: 2 }, status: 204 },
    { request: `GET ${RULES}/all`, status: 200, check: (body) => assert.deepEqual(body, { rules: [] }) },
    { request: `POST ${RULES}/users`, body: [{ username: 'u1', rules: [rule] }], status: 204 },
    {
      request: `POST ${RULES}/users`,
      body: [
        { username: 'u2', rules: [rule] },
        { username: 'u1', rules: [rule] },
      ],
      status: 409,
      code: 'ALREADY_EXISTS',
    },
    { request: `GET ${RULES}/users/u2`, status: 404, code: 'NOT_FOUND' },
    { request: `POST ${RULES}/users`, body: [{ username: 'u2', rules: [rule, rule, rule] }], status: 400 },
    { request: `POST ${RULES}/users`, body: [{ clientid: 'u2', rules: [rule] }], status: 400 },
    {
      request: `POST ${RULES}/users`,
      body: [{ username: 'u2', rules: [{ ...rule, topic: 'a/#/b' }] }],
      status: 400,
      check: (body: { message: string }) =>
        assert.match(body.message, /rule 1 of user u2.*not a topic filter/),
    },
    {
      request: `GET ${RULES}/users/u1`,
      status: 200,
      check: (body) => assert.deepEqual(body, { username: 'u1', rules: [rule] }),
    },
    { request: `PUT ${RULES}/users/u1`, body: { username: 'u3', rules: [] }, status: 400 },
    { request: `PUT ${RULES}/users/u1`, body: { username: 'u1', rules: [rule, rule] }, status: 204 },
    { request: `PUT ${RULES}/clients/a%2Fb`, body: { clientid: 'a/b', rules: [rule] }, status: 204 },
    {
      request: `GET ${RULES}/clients?like_clientid=a`,
      status: 200,
      check: (body) =>
        assert.deepEqual(body, {
          data: [{ clientid: 'a/b', rules: [rule] }],
          meta: { page: 1, limit: 100, hasnext: false },
        }),
    },
    { request: `POST ${RULES}/all`, body: { rules: [rule] }, status: 204 },
    { request: `GET ${RULES}/all`, status: 200, check: (body) => assert.deepEqual(body, { rules: [rule] }) },
    { request: `DELETE ${RULES}/all`, status: 204 },
    { request: `DELETE ${RULES}/users/u1`, status: 204 },
    { request: `DELETE ${RULES}/users/u1`, status: 404, code: 'NOT_FOUND' },
    { request: `DELETE ${RULES}`, status: 400, code: 'BAD_REQUEST' },
    {
      request: `PUT ${SOURCES}/built_in_database`,
      body: { type: 'built_in_database', enable: false },
      status: 204,
    },
    { request: `DELETE ${RULES}`, status: 204 },
    {
      request: `GET ${RULES}/clients`,
      status: 200,
      check: (body: { data: unknown[] }) => assert.deepEqual(body.data, []),
    },
  ]);
});

test('settings are shown and changed, and what a change does not name stays as it is', async (t) => {
  const api = await startApi(t);
  const defaults = {
    no_match: 'allow',
    deny_action: 'ignore',
    cache: { enable: true, max_size: 32, ttl: '1m', excludes: [] },
  };
  await checkTable(api, [
    {
      request: 'GET /authorization/settings',
      status: 200,
      answer: authorizationDocument,
      check: (body) => assert.deepEqual(body, defaults),
    },
    {
      request: 'PUT /authorization/settings',
      body: { no_match: 'deny', deny_action: 'disconnect', cache: { enable: true, ttl: '5m' } },
      status: 200,
      check: (body) =>
        assert.deepEqual(body, {
          no_match: 'deny',
          deny_action: 'disconnect',
          cache: { enable: true, max_size: 32, ttl: '5m', excludes: [] },
        }),
    },
    {
      request: 'PUT /authorization/settings',
      body: {},
      status: 200,
      check: (body: { deny_action: string }) => assert.equal(body.deny_action, 'disconnect'),
    },
    {
      request: 'PUT /authorization/settings',
      body: { cache: { max_size: 64 } },
      status: 200,
      check: (body) =>
        assert.deepEqual(body, {
          no_match: 'deny',
          deny_action: 'disconnect',
          cache: { enable: true, max_size: 64, ttl: '5m', excludes: [] },
        }),
    },
    { request: 'PUT /authorization/settings', body: { no_match: 'maybe' }, status: 400, code: 'BAD_REQUEST' },
    { request: 'DELETE /authorization/cache', status: 204 },
  ]);
});

async function withClient(t: Parameters<typeof startApi>[0], rules: string) {
  const scene = startTestBroker();
  const authorization = createAuthorization(scene.clock, { chain: scene.broker.authorization.chain });
  await authorization.update('file', { type: 'file', rules });
  const api = await startApi(t, { broker: scene.broker, authorization });
  const client = await scene.join('c1', { username: 'u1' });
  return { api, client, authorization, ...scene };
}

test('what is remembered on a client can be seen and forgotten', async (t) => {
  const { api, client, clock } = await withClient(t, '{deny, all, publish, ["a"]}.\n{allow, all}.');
  await client.publish('a', '', 1);
  await client.subscribe('s/#', { qos: 2 });
  const path = '/clients/c1/authorization/cache';
  await checkTable(api, [
    {
      request: `GET ${path}`,
      status: 200,
      answer: CachedAuthorization.array(),
      check: (body) =>
        assert.deepEqual(body, [
          {
            access: { action_type: 'publish', qos: 1, retain: false },
            topic: 'a',
            result: 'deny',
            updated_time: clock.now(),
          },
          {
            access: { action_type: 'subscribe', qos: 2 },
            topic: 's/#',
            result: 'allow',
            updated_time: clock.now(),
          },
        ]),
    },
    { request: `DELETE ${path}`, status: 204 },
    { request: `GET ${path}`, status: 200, check: (body) => assert.deepEqual(body, []) },
    { request: 'GET /clients/nobody/authorization/cache', status: 404, code: 'CLIENTID_NOT_FOUND' },
    { request: 'DELETE /clients/nobody/authorization/cache', status: 404, code: 'CLIENTID_NOT_FOUND' },
  ]);
});

test('a decision is explained by the rule that made it', async (t) => {
  const { api, authorization } = await withClient(
    t,
    '{allow, {username, "u1"}, publish, ["t/${clientid}"]}.\n{deny, all, publish, ["t/#"]}.',
  );
  await authorization.create({ type: 'built_in_database' });
  const request = 'POST /authorization/explain';
  const explained = (body: AuthorizationExplanation) => [
    body.result,
    body.authz_source,
    body.connected,
    body.sources.map(({ type, consulted, matched, verdict, rule }) => [
      type,
      consulted,
      matched,
      verdict,
      rule?.position ?? null,
    ]),
  ];
  await checkTable(api, [
    {
      request,
      body: { clientid: 'c1', action: 'publish', topic: 't/c1' },
      status: 200,
      answer: AuthorizationExplanation,
      check: (body: AuthorizationExplanation) => {
        assert.equal(body.username, 'u1');
        assert.equal(
          body.reason,
          'Allowed by line 1 of file: {allow, {username, "u1"}, publish, ["t/${clientid}"]}.',
        );
        assert.deepEqual(explained(body), [
          'allow',
          'file',
          true,
          [
            ['built_in_database', true, false, 'nomatch', null],
            ['file', true, true, 'allow', 'line 1'],
          ],
        ]);
      },
    },
    {
      request,
      body: { clientid: 'c2', username: 'u1', action: 'publish', topic: 't/c1' },
      status: 200,
      check: (body: AuthorizationExplanation) => {
        assert.equal(body.connected, false);
        assert.equal(body.reason, 'Denied by line 2 of file: {deny, all, publish, ["t/#"]}.');
      },
    },
    {
      request,
      body: { clientid: 'c1', action: 'subscribe', topic: '$share/g/x' },
      status: 200,
      check: (body: AuthorizationExplanation) => {
        assert.equal(body.topic, 'x');
        assert.equal(body.reason, 'Allowed: no rule matches, and no_match is allow.');
      },
    },
    {
      request,
      body: { clientid: 'x', is_superuser: true, action: 'publish', topic: 't/1' },
      status: 200,
      check: (body: AuthorizationExplanation) => {
        assert.equal(body.authz_source, 'superuser');
        assert.deepEqual(
          body.sources.map(({ type, consulted, verdict }) => [type, consulted, verdict]),
          [
            ['built_in_database', false, 'nomatch'],
            ['file', false, 'deny'],
          ],
        );
      },
    },
    {
      request,
      body: { clientid: 'c1', action: 'publish', topic: '$SYS/x' },
      status: 200,
      check: (body: AuthorizationExplanation) => assert.equal(body.authz_source, 'reserved'),
    },
    { request, body: { action: 'publish', topic: 'a/#' }, status: 400, code: 'INVALID_PARAMETER' },
    { request, body: { action: 'look', topic: 'a' }, status: 400, code: 'BAD_REQUEST' },
    { request, who: 'publisherKey', body: { action: 'publish', topic: 'a' }, status: 403 },
  ]);
  assert.equal(authorization.status('file').metrics.total, 0, 'an explanation is not counted');
});
