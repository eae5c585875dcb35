import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';
import { startDelivery } from '../../../test/support/delivery-scenario.ts';
import {
  Action,
  ActionMetrics,
  ActionSummary,
  Bridge,
  Connector,
  ConnectorType,
  ConnectorVerdict,
  type Problem,
} from '../contract.ts';

const bad = { status: 400, code: 'BAD_REQUEST' };
const unknown = { status: 404, code: 'NOT_FOUND' };

test('connectors are a bare array, and every call on one takes its id raw and encoded', async (t) => {
  const api = await startApi(t);
  const body = { type: 'http', name: 'a', url: 'http://x', connect_timeout: '15s' };
  await checkTable(api, [
    { request: 'POST /connectors', body, status: 201, answer: Connector },
    { request: 'POST /connectors', body, status: 400, code: 'ALREADY_EXISTS' },
    { request: 'POST /connectors', body: { type: 'http' }, ...bad },
    { request: 'GET /connectors', status: 200, answer: Connector.array().length(1) },
    {
      request: 'GET /connectors/http:a',
      status: 200,
      answer: Connector,
      check: ({ connect_timeout }: Connector) => assert.equal(connect_timeout, '15s'),
    },
    { request: 'GET /connectors/http%3Aa', status: 200, answer: Connector },
    { request: 'GET /connectors/http:b', ...unknown },
    { request: 'PUT /connectors/http:a', body: { url: 'http://y' }, status: 200, answer: Connector },
    { request: 'PUT /connectors/http:b', body: { url: 'http://y' }, ...unknown },
    { request: 'PUT /connectors/http:a/enable/false', status: 204 },
    { request: 'POST /connectors/http:a/start', ...bad },
    { request: 'PUT /connectors/http%3Aa/enable/true', status: 204 },
    { request: 'PUT /connectors/http:a/enable/maybe', ...bad },
    { request: 'PUT /connectors/http:b/enable/true', ...unknown },
    { request: 'POST /connectors/http:a/start', status: 204 },
    { request: 'POST /connectors/http:a/stop', ...bad },
    { request: 'POST /connectors/http:b/start', ...unknown },
    { request: 'POST /nodes/tocsin@127.0.0.1/connectors/http:a/start', status: 204 },
    { request: 'POST /nodes/other/connectors/http:a/start', ...unknown },
    { request: 'POST /connectors_probe', body, status: 204 },
    {
      request: 'POST /connectors_probe',
      body: { ...body, url: 'http://down' },
      status: 400,
      code: 'TEST_FAILED',
    },
    { request: 'DELETE /connectors/http:a', status: 204 },
    { request: 'DELETE /connectors/http:a', ...unknown },
  ]);
});

test('a test of a channel answers with the verdict, of anything else a probe answers with nothing', async (t) => {
  const api = await startApi(t);
  const body = { type: 'slack', name: 'ops', url: 'http://x' };
  await checkTable(api, [
    { request: 'POST /connectors_probe', body, status: 200, answer: ConnectorVerdict },
    { request: 'POST /connectors', body, status: 201 },
    { request: 'POST /connectors', body: { type: 'http', name: 'a', url: 'http://x' }, status: 201 },
    { request: 'POST /connectors/slack:ops/test', status: 200, answer: ConnectorVerdict },
    { request: 'POST /connectors/slack%3Aops/test', body: {}, status: 200, answer: ConnectorVerdict },
    { request: 'POST /connectors/slack:ops/test', body: { mention: ['all'] }, status: 200 },
    { request: 'POST /connectors/slack:ops/test', body: { mention: 'all', text: 'x' }, status: 200 },
    { request: 'POST /connectors/slack:ops/test', body: { titel: 'x' }, ...bad },
    { request: 'POST /connectors/http:a/test', status: 200, answer: ConnectorVerdict },
    { request: 'POST /connectors/slack:b/test', ...unknown },
    { request: 'POST /connectors/slack:ops/test', who: 'viewerKey', status: 403 },
  ]);
});

test('actions are a bare array, and one that rules use is deleted only together with its use', async (t) => {
  const api = await startApi(t);
  const body = { type: 'http', name: 'used', connector: 'c', parameters: {} };
  const id = '/actions/http:used';
  await checkTable(api, [
    { request: 'POST /actions', body, status: 201, answer: Action },
    { request: 'POST /actions', body, status: 400, code: 'ALREADY_EXISTS' },
    { request: 'POST /actions', body: { type: 'http', name: 'x' }, ...bad },
    { request: 'GET /actions', status: 200, answer: Action.array().length(1) },
    { request: `GET ${id}`, status: 200, answer: Action },
    { request: 'GET /actions/http%3Aused', status: 200, answer: Action },
    { request: 'GET /actions/http:zz', ...unknown },
    { request: `PUT ${id}`, body: { connector: 'c2', parameters: {} }, status: 200, answer: Action },
    { request: `PUT ${id}/enable/false`, status: 204 },
    { request: `POST ${id}/start`, status: 204 },
    { request: `POST ${id}/restart`, ...bad },
    { request: `GET ${id}/metrics`, status: 200, answer: ActionMetrics },
    { request: 'GET /actions/http:zz/metrics', ...unknown },
    { request: `PUT ${id}/metrics/reset`, status: 204 },
    { request: 'GET /actions_summary', status: 200, answer: ActionSummary.array().length(1) },
    {
      request: 'GET /action_types',
      status: 200,
      check: (types: string[]) => assert.ok(types.includes('http')),
    },
    { request: 'POST /actions_probe', body, status: 204 },
    {
      request: 'POST /actions_probe',
      body: { ...body, connector: 'down' },
      status: 400,
      code: 'TEST_FAILED',
    },
    {
      request: `DELETE ${id}`,
      ...bad,
      check: ({ rules }: Problem) => assert.deepEqual(rules, ['r1']),
    },
    { request: `DELETE ${id}?also_delete_dep_actions=maybe`, ...bad },
    { request: `DELETE ${id}?also_delete_dep_actions=true`, status: 204 },
    { request: `DELETE ${id}`, ...unknown },
  ]);
});

test('a connector and an action of the same name are a bridge, for emqx-exporter', async (t) => {
  const api = await startApi(t);
  await checkTable(api, [
    { request: 'GET /bridges', status: 200, check: (body: unknown) => assert.deepEqual(body, []) },
    { request: 'GET /bridges/http:a/metrics', ...unknown },
    { request: 'POST /connectors', body: { type: 'http', name: 'a', url: 'http://x' }, status: 201 },
    { request: 'POST /actions', body: { type: 'http', name: 'a', connector: 'a' }, status: 201 },
    { request: 'POST /actions', body: { type: 'http', name: 'b', connector: 'a' }, status: 201 },
    {
      request: 'GET /bridges',
      status: 200,
      answer: Bridge.array().length(1),
      check: ([{ type, name, url }]: [Bridge]) =>
        assert.deepEqual([type, name, url], ['webhook', 'a', 'http://x']),
    },
    { request: 'GET /bridges/webhook:a/metrics', status: 200, answer: ActionMetrics },
    { request: 'GET /bridges/http%3Aa/metrics', status: 200, answer: ActionMetrics },
    { request: 'GET /bridges/http:b/metrics', ...unknown },
  ]);
});

test('what people call a type is taken for it, in bodies, paths and rules', async (t) => {
  const delivery = startDelivery(t);
  const { connectors, actions } = delivery;
  const api = await startApi(t, { connectors, actions });
  const resource_opts = { start_after_created: false };
  const server = { server: '127.0.0.1:1', username: 'u', database: 'd', resource_opts };
  const parameters = { sql: 'INSERT INTO t (a) VALUES (${a})' };
  const isCanonical = ({ type }: Connector) => assert.equal(type, 'pgsql');
  await checkTable(api, [
    {
      request: 'POST /connectors',
      body: { type: 'postgres', name: 'x', ...server },
      status: 201,
      check: isCanonical,
    },
    { request: 'GET /connectors/postgres:x', status: 200, check: isCanonical },
    { request: 'GET /connectors/postgresql%3Ax', status: 200, check: isCanonical },
    {
      request: 'POST /actions',
      body: { type: 'timescale', name: 'x', connector: 'postgres:x', parameters },
      status: 201,
      check: ({ type, connector }: Action) => assert.deepEqual([type, connector], ['pgsql', 'x']),
    },
    { request: 'GET /actions/postgres:x/metrics', status: 200, answer: ActionMetrics },
    { request: 'DELETE /actions/postgres:x', status: 204 },
    { request: 'DELETE /connectors/postgres:x', status: 204 },
    { request: 'GET /connectors/pgsql:x', ...unknown },
  ]);
  assert.equal(actions.resolve('postgresql:y'), 'pgsql:y');
  assert.equal(actions.resolve('webhook:y'), 'http:y', "EMQX's word for http");
  await connectors.create({ type: 'webhook', name: 'y', url: 'http://127.0.0.1:1/', resource_opts });
  actions.create({ type: 'webhook', name: 'y', connector: 'y' });
  assert.equal(actions.resolve('webhook:y'), 'webhook:y');
});

test('every type of connector is described by the JSON Schemas of its settings', async (t) => {
  const api = await startApi(t);
  await checkTable(api, [
    {
      request: 'GET /connector_types',
      status: 200,
      answer: ConnectorType.array(),
      check: (types: z.output<typeof ConnectorType>[]) => {
        const pgsql = types.find(({ type }) => type === 'pgsql');
        assert.ok(pgsql?.aliases.includes('postgres'));
        assert.ok(Object.hasOwn(Object(pgsql?.connector.properties), 'server'));
        assert.ok(Object.hasOwn(Object(pgsql?.action?.properties), 'parameters'));
      },
    },
  ]);
});
