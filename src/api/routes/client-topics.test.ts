import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable, startApi } from '../../../test/support/api-scenario.ts';

const is = (wanted: unknown) => ({ status: 200, check: (body: unknown) => assert.deepEqual(body, wanted) });

test('the rules that rewrite topics are shown and replaced', async (t) => {
  const api = await startApi(t);
  const rule = { action: 'all', source_topic: 'x/#', re: '^x/(.+)$', dest_topic: 'y/$1' };
  const request = 'PUT /mqtt/topic_rewrite';
  await checkTable(api, [
    { request: 'GET /mqtt/topic_rewrite', ...is([]) },
    { request, body: [rule], ...is([rule]) },
    { request: 'GET /mqtt/topic_rewrite', ...is([rule]) },
    { request, body: [{ ...rule, re: '(' }], status: 400, code: 'BAD_REQUEST' },
    { request, body: [{ ...rule, source_topic: 'a#' }], status: 400, code: 'BAD_REQUEST' },
    { request, body: [{ ...rule, action: 'none' }], status: 400, code: 'BAD_REQUEST' },
    { request, body: Array(31).fill(rule), status: 413, code: 'EXCEED_LIMIT' },
    { request, who: 'viewerKey', body: [], status: 403, code: 'UNAUTHORIZED_ROLE' },
    { request: 'GET /mqtt/topic_rewrite', ...is([rule]) },
  ]);
  assert.deepEqual(api.documents.get('topic_rewrite', 'topic_rewrite')?.body, [rule]);
});

test('what every client is subscribed to is shown and replaced', async (t) => {
  const api = await startApi(t);
  const request = 'PUT /mqtt/auto_subscribe';
  const whole = { topic: 'to/${clientid}', qos: 0, nl: 0, rap: 0, rh: 0 };
  await checkTable(api, [
    { request: 'GET /mqtt/auto_subscribe', ...is([]) },
    { request, body: [{ topic: 'to/${clientid}' }], ...is([whole]) },
    { request: 'GET /mqtt/auto_subscribe', ...is([whole]) },
    { request, body: [{ topic: 'a#' }], status: 400, code: 'BAD_REQUEST' },
    { request, body: [{ topic: 'a', qos: 3 }], status: 400, code: 'BAD_REQUEST' },
    { request, body: Array(21).fill({ topic: 'a' }), status: 409, code: 'EXCEED_LIMIT' },
    { request: 'GET /mqtt/auto_subscribe', ...is([whole]) },
  ]);
  assert.deepEqual(api.broker.autoSubscriptions, [whole]);
});
