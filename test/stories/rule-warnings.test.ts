import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RestClient } from '../../demo/rest-client.ts';
import { startTestApp } from '../support/running-app.ts';

async function warningsOf(api: RestClient): Promise<string[]> {
  const { warnings } = (await api.must('GET', '/rules/r')) as { warnings: { code: string; at?: string }[] };
  return warnings.map(({ code, at }) => `${code} ${at}`);
}

test('a rule tells what its actions make of it, also when they come, change and go after it', async (t) => {
  const { api } = await startTestApp(t);
  const sql = 'SELECT clientid FROM "$events/client/connected"';
  await api.must('POST', '/rules', { id: 'r', sql, actions: ['http:chat'] });
  assert.deepEqual(await warningsOf(api), ['unknownAction actions.0']);

  await api.must('POST', '/connectors', { type: 'http', name: 'chat', url: 'http://127.0.0.1:1' });
  const action = { connector: 'chat', parameters: { body: `{"id":"\${clientid}"}` } };
  await api.must('POST', '/actions', { type: 'http', name: 'chat', ...action });
  assert.deepEqual(await warningsOf(api), []);

  const change = (parameters: object) => api.must('PUT', '/actions/http:chat', { ...action, parameters });
  await change({ path: `/\${client}`, body: `{"id":"\${clientid}"` });
  assert.deepEqual(await warningsOf(api), [
    'unknownVariable actions.0 http:chat parameters.path',
    'notJson actions.0 http:chat parameters.body',
  ]);
  await change({ headers: { 'content-type': 'text/plain' }, body: `hello \${clientid}` });
  assert.deepEqual(await warningsOf(api), []);
  await change({ body: `hello \${clientid}` });
  assert.deepEqual(await warningsOf(api), ['notJson actions.0 http:chat parameters.body']);
  await change({ body: `\${clientid}` });
  assert.deepEqual(await warningsOf(api), [], 'a body that is built in SQL');
});
