import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startApi } from '../../test/support/api-scenario.ts';
import { rights } from './authentication/rights.ts';
import { DASHBOARD_PAGES } from './contract/dashboard-pages.ts';

interface Operation {
  tags?: string[];
  summary?: string;
  parameters?: Array<{ in: string; name: string }>;
  requestBody?: unknown;
  responses: Record<string, unknown>;
  security?: unknown[];
}

interface Description {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
}

/** Pages and the description itself are not part of the API. */
const undocumented = new Set([
  ...DASHBOARD_PAGES.map((path) => `GET ${path}`),
  'GET /assets/*',
  'GET /bell.svg',
  'GET /a/:token',
  'POST /a/:token',
  'GET /api-docs/swagger.json',
]);

test('every route is described with tags, a summary, its path parameters and its answers', async (t) => {
  const api = await startApi(t);
  const { status, body } = await api.send('GET /api-docs/swagger.json', { who: 'nobody' });
  assert.equal(status, 200);
  const description = body as Description;
  assert.equal(description.openapi, '3.1.0');

  const described = Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      operation,
    })),
  );
  const routes = described.map(({ path, method }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
  const expected = Object.keys(rights).filter((route) => !undocumented.has(route));
  assert.deepEqual(routes.toSorted(), expected.toSorted());

  for (const [index, { path, method, operation }] of described.entries()) {
    const route = `${method} ${path}`;
    assert.ok(operation.tags?.length && operation.summary, route);
    const inPath =
      operation.parameters?.filter((parameter) => parameter.in === 'path').map(({ name }) => name) ?? [];
    assert.deepEqual(
      inPath.toSorted(),
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted(),
      route,
    );
    assert.ok(
      Object.keys(operation.responses).some((code) => /^[23]/.test(code)),
      route,
    );
    const isOpen = rights[routes[index] ?? ''] === 'open';
    assert.equal(Object.hasOwn(operation.responses, '403'), !isOpen, route);
    assert.equal(operation.security?.length === 0, isOpen, `${route} says whether it needs credentials`);
  }
});

test('every reference leads to a component', async (t) => {
  const api = await startApi(t);
  const { body, text } = await api.send('GET /api-docs/swagger.json', { who: 'nobody' });
  const { schemas } = (body as Description).components;
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference ?? '');
  assert.ok(references.length > 50);
  for (const reference of references) {
    const name = reference.replace('#/components/schemas/', '');
    assert.ok(Object.hasOwn(schemas, name), reference);
  }
  const unused = Object.keys(schemas).filter((name) => !references.includes(`#/components/schemas/${name}`));
  assert.deepEqual(unused, []);
});

test('calls that take a body describe it', async (t) => {
  const api = await startApi(t);
  const { paths } = (await api.send('GET /api-docs/swagger.json', { who: 'nobody' })).body as Description;
  for (const path of [
    '/publish',
    '/publish/bulk',
    '/rules',
    '/rule_test',
    '/connectors',
    '/actions',
    '/login',
    '/users',
  ]) {
    assert.ok(paths[`/api/v5${path}`]?.post?.requestBody, path);
  }
  assert.ok(paths['/api/v5/actions/{id}']?.delete?.responses['204']);
});
